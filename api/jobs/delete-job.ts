import { createRoute } from '@hono/zod-openapi';
import { cancelJob } from '../../src/usecases/cancel-job.ts';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';
import { JobSchema, viewJob } from './job-view.ts';

const route = createRoute({
  method: 'delete',
  path: '/jobs/{id}',
  tags: ['jobs'],
  summary: 'Take back your submissions of a job; it stops when nobody else wants it',
  request: { params: JobParamsSchema },
  responses: {
    200: {
      description: 'Ended before, or kept for somebody else',
      content: { 'application/json': { schema: JobSchema } },
    },
    202: { description: 'Being cancelled', content: { 'application/json': { schema: JobSchema } } },
    ...problems(401, 403, 404, 422, 503),
  },
});

export function registerDeleteJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const { outcome, record } = await cancelJob(deps, id, c.var.principal.id);
    loggerOf(c).info({ outcome }, 'taken back');
    return c.json(
      await viewJob(deps, record, await queuePosition(deps, record)),
      outcome === 'cancelling' ? 202 : 200,
    );
  });
}
