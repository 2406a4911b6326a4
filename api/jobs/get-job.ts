import { createRoute } from '@hono/zod-openapi';
import { isTerminal } from '../../src/job/record.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { noteJob, noteRoutine } from '../middleware/observe-requests.ts';
import { prefersHtml } from '../middleware/prefers-html.ts';
import { problems } from '../middleware/problem-responses.ts';
import { jobPage } from './job-page.ts';
import { JobParamsSchema, preferredWaitSeconds, WaitQuerySchema } from './job-parameters.ts';
import type { JobAnswer } from './job-answers.ts';
import { JobSchema } from './job-view.ts';

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  tags: ['jobs'],
  summary: 'One job of any kind; a page for people when a browser asks',
  description:
    'With `If-None-Match` the answer is 304 while nothing has changed. With `wait` it is held until the job moves on ' +
    'from what the entity tag names (or, without one, from what it is now).',
  request: { params: JobParamsSchema, query: WaitQuerySchema },
  responses: {
    200: {
      description: 'The job',
      content: { 'application/json': { schema: JobSchema }, 'text/html': { schema: { type: 'string' } } },
    },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(401, 404, 422, 503),
  },
});

/** Seconds after which a poller should look again, while the job is open. */
const pollAgainSeconds = 2;

export function registerGetJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const preferred = preferredWaitSeconds(c.req.header('prefer'));
    if (preferred !== undefined) c.header('Preference-Applied', `wait=${preferred}`);
    const waitSeconds = c.req.valid('query').wait ?? preferred ?? 0;
    const answer = await currentAnswer(deps, c, id, waitSeconds);
    const { record, tag, text } = answer;
    c.header('Vary', 'Accept');
    if (!isTerminal(record.state)) c.header('Retry-After', String(pollAgainSeconds));
    // A page also shows what other jobs say (its hits come from a report), so the job's tag is not the page's.
    if (prefersHtml(c.req.header('accept'))) return c.html(await jobPage(deps, c, record), 200);
    noteRoutine(c);
    const holds = (): boolean => deps.answers.holds(id, answer);
    if (waitSeconds === 0) (c.env as ApiContext['env'] | undefined)?.repeat?.({ holds, route: '/jobs/:id' });
    c.header('ETag', tag);
    c.header('Cache-Control', 'no-cache');
    if (matchesEntityTag(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    c.header('Content-Type', 'application/json');
    const rendered: Response = c.body(text, 200);
    return rendered;
  });
}

/** The job now, or as soon as it has moved on from what the caller has (`If-None-Match`) or from what it was. */
async function currentAnswer(
  { answers, watcher }: ApiDeps,
  c: ApiContext,
  id: string,
  waitSeconds: number,
): Promise<JobAnswer> {
  const now = await answers.of(id);
  const known = c.req.header('if-none-match');
  const unseen = known !== undefined && !matchesEntityTag(known, now.tag);
  if (waitSeconds === 0 || isTerminal(now.record.state) || unseen) return now;
  const moved = await watcher.nextChange(id, now.revision, waitSeconds * 1000, c.req.raw.signal);
  return moved === undefined ? now : answers.of(id);
}
