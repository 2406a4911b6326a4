import { createRoute } from '@hono/zod-openapi';
import { unlinkJob } from '../../src/usecases/unlink-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { ServiceJobParams } from './service-parameters.ts';
import type { Service } from './service.ts';

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'delete',
    path: `${prefix}/jobs/{id}`,
    tags: [tag],
    summary: 'Take a job out of your collection; it goes on, and others keep it',
    request: { params: ServiceJobParams },
    responses: {
      204: { description: 'It is out' },
      ...serviceFaults(401, 403, 404, 500, 503),
    },
  });

export function registerUnlinkJob(app: Api, deps: ApiDeps, service: Service): void {
  app.openapi(routeOf(service), async (c) => {
    await unlinkJob(deps, c.req.valid('param').id, c.var.principal.id);
    return c.body(null, 204);
  });
}
