import { createRoute } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { isTerminal, jobs } from '../../src/job/record.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';
import { viewJob } from './job-view.ts';

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/events',
  tags: ['jobs'],
  summary: 'The job each time it moves, as server-sent events, until it is over',
  request: { params: JobParamsSchema },
  responses: {
    200: { description: 'Events named `job`', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...problems(404, 422, 503),
  },
});

/** Proxies close connections that are silent for a minute. */
const keepAliveMs = 20_000;

export function registerJobEvents(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    await readJob(deps, id);
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => {
        gone.abort();
      });
      let stored = await deps.documents.get(jobs, id);
      while (stored && !gone.signal.aborted) {
        const { revision, document } = stored;
        await stream.writeSSE({ event: 'job', id: revision, data: JSON.stringify(await viewJob(deps, document)) });
        if (isTerminal(document.state)) return;
        do {
          stored = await deps.watcher.nextChange(id, revision, keepAliveMs, gone.signal);
          if (stored?.revision === revision) await stream.write(': still here\n\n');
        } while (stored?.revision === revision && !gone.signal.aborted);
      }
    });
  });
}
