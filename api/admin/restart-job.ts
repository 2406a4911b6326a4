import { createRoute } from '@hono/zod-openapi';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import { restartJob } from '../../src/usecases/restart-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { JobParamsSchema } from '../jobs/job-parameters.ts';
import { JobSchema, viewJob } from '../jobs/job-view.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';

const route = createRoute({
  method: 'post',
  path: '/admin/jobs/{id}/restart',
  tags: ['admin'],
  summary: 'Run an expired, failed or cancelled job again',
  description:
    'The search of a report first, when that has no results either. Where there are results, or a run is under way, ' +
    'nothing is started: any number of requests make one run.',
  request: { params: JobParamsSchema },
  responses: {
    200: { description: 'It has results', content: { 'application/json': { schema: JobSchema } } },
    202: { description: 'It runs', content: { 'application/json': { schema: JobSchema } } },
    ...problems(401, 403, 404, 422, 503),
  },
});

/** Behind what people wait for, before what nobody waits for. */
const priority = 3;

export function registerRestartJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const { record, disposition } = await restartJob(deps, id, {
      priority,
      fairnessKey: c.var.principal.id,
    });
    loggerOf(c).info({ disposition }, 'restarted');
    const view = await viewJob(deps, record, await queuePosition(deps, record));
    return c.json(view, disposition === 'completed' ? 200 : 202);
  });
}
