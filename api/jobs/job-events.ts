import { createRoute } from '@hono/zod-openapi';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import type { Stored } from '../../src/ports/document-store.ts';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import { readStoredJob } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';
import { viewJob } from './job-view.ts';

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/events',
  tags: ['jobs'],
  summary: 'The job each time it moves, as server-sent events, until it is over',
  description:
    'Each event is called `job` and holds what `GET /jobs/{id}` answers. After the last one the stream ends: close the EventSource then.',
  request: { params: JobParamsSchema },
  responses: {
    200: {
      description: 'Events named `job`',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    ...problems(401, 404, 422, 503),
  },
});

/** Proxies close connections that are silent for a minute. */
const keepAliveMs = 20_000;

export function registerJobEvents(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const stored = await readStoredJob(deps, id);
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    // Proxies that gather answers before they pass them on would hold the events back.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      try {
        await sendEvents(deps, stream, id, stored);
      } catch (error) {
        // The stream just ends, and an EventSource asks again: the reason is nobody's but the log's.
        loggerOf(c).error({ err: error }, 'events broke off');
      }
    });
  });
}

async function sendEvents(
  deps: ApiDeps,
  stream: SSEStreamingApi,
  id: string,
  first: Stored<JobRecord>,
): Promise<void> {
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  let stored: Stored<JobRecord> | undefined = first;
  while (stored !== undefined && !gone.signal.aborted) {
    const { revision, document }: Stored<JobRecord> = stored;
    const view = await viewJob(deps, document, await queuePosition(deps, document));
    await stream.writeSSE({ event: 'job', id: revision, data: JSON.stringify(view) });
    if (isTerminal(document.state)) return;
    stored = await nextMove(deps, stream, id, revision, gone.signal);
  }
}

/** The next row that differs; meanwhile a comment now and then keeps the connection open. */
async function nextMove(
  { watcher }: ApiDeps,
  stream: SSEStreamingApi,
  id: string,
  revision: string,
  signal: AbortSignal,
): Promise<Stored<JobRecord> | undefined> {
  for (;;) {
    const stored = await watcher.nextChange(id, revision, keepAliveMs, signal);
    if (signal.aborted || stored?.revision !== revision) return stored;
    await stream.write(': still here\n\n');
  }
}
