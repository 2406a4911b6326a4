import { createRoute } from '@hono/zod-openapi';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import type { Stored } from '../../src/ports/document-store.ts';
import { readStoredJob } from '../../src/usecases/read-job.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { problems } from '../middleware/problem-responses.ts';
import { jobPage } from './job-page.ts';
import { JobParamsSchema, preferredWaitSeconds, WaitQuerySchema } from './job-parameters.ts';
import { JobSchema, viewJob } from './job-view.ts';

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  tags: ['jobs'],
  summary: 'One job of any kind; a page for people when a browser asks',
  request: { params: JobParamsSchema, query: WaitQuerySchema },
  responses: {
    200: { description: 'The job', content: { 'application/json': { schema: JobSchema }, 'text/html': { schema: { type: 'string' } } } },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(404, 422, 503),
  },
});

/** Seconds after which a poller should look again, while the job is open. */
const pollAgainSeconds = 2;

export function registerGetJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const waitSeconds = c.req.valid('query').wait ?? preferredWaitSeconds(c.req.header('prefer'));
    const { revision, document: record } = await currentJob(deps, c, id, waitSeconds);
    const wantsPage = prefersHtml(c.req.header('accept'));
    const tag = `W/"${revision}${wantsPage ? '-page' : ''}"`;
    c.header('ETag', tag);
    c.header('Vary', 'Accept');
    c.header('Cache-Control', 'no-cache');
    if (!isTerminal(record.state)) c.header('Retry-After', String(pollAgainSeconds));
    if (matchesEntityTag(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    if (wantsPage) return c.html(await jobPage(deps, record), 200);
    return c.json(await viewJob(deps, record), 200);
  });
}

/** The job now, or as soon as it has moved on from what the caller has (`If-None-Match`) or from what it was. */
async function currentJob(deps: ApiDeps, c: ApiContext, id: string, waitSeconds: number): Promise<Stored<JobRecord>> {
  const now = await readStoredJob(deps, id);
  const known = c.req.header('if-none-match');
  const unseen = known !== undefined && !matchesEntityTag(known, `"${now.revision}"`);
  if (waitSeconds === 0 || isTerminal(now.document.state) || unseen) return now;
  return (await deps.watcher.nextChange(id, now.revision, waitSeconds * 1000, c.req.raw.signal)) ?? now;
}

/** Whether the caller would rather have HTML than JSON: browsers name it first, programs do not name it. */
export function prefersHtml(accept: string | undefined): boolean {
  const html = accept?.indexOf('text/html') ?? -1;
  const json = accept?.indexOf('application/json') ?? -1;
  return html >= 0 && (json < 0 || html < json);
}
