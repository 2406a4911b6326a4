import { createRoute } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { statusOf } from '../../src/multiblast/job-status.ts';
import { notLinked } from '../../src/usecases/not-linked.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { ServiceJobParams } from './service-parameters.ts';
import { turnOf, type Service } from './service.ts';
import { linkOf } from './view-link.ts';

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'post',
    path: `${prefix}/jobs/{id}`,
    tags: [tag],
    summary: 'Run an expired job of your collection again',
    description:
      'Many who ask at once make one run. A job that has not expired is refused with 403. Where a database was rebuilt ' +
      'since, the new build is searched, and the id stands for that from then on.',
    request: { params: ServiceJobParams },
    responses: {
      204: { description: 'It runs, or has been run' },
      ...serviceFaults(401, 403, 404, 410, 500, 503),
    },
  });

export function registerRestartJob(app: Api, deps: ApiDeps, service: Service): void {
  app.openapi(routeOf(service), async (c) => {
    const { id } = c.req.valid('param');
    if (!(await linkOf(deps, c, id))) throw notLinked(id);
    const { record } = await service.read(deps, c, id);
    noteJob(c, { jobId: id });
    const status = statusOf(record);
    if (status !== 'expired')
      throw new PlatformError('FORBIDDEN', `Only an expired job can be restarted; this one is ${status}.`);
    await service.restart(deps, id, turnOf(c));
    return c.body(null, 204);
  });
}
