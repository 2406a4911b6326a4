import { createRoute } from '@hono/zod-openapi';
import { unlinkJob } from '../../src/usecases/unlink-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { QueryParams } from './query-parameters.ts';

const route = createRoute({
  method: 'delete',
  path: '/query/jobs/{id}',
  tags: ['query service'],
  summary: 'Take a job out of your collection; it goes on, and others keep it',
  request: { params: QueryParams },
  responses: {
    204: { description: 'It is out' },
    ...serviceFaults(401, 403, 404, 500, 503),
  },
});

export function registerUnlinkQuery(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    await unlinkJob(deps, c.req.valid('param').id, c.var.principal.id);
    return c.body(null, 204);
  });
}
