import { createRoute } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { statusOfState } from '../../src/multiblast/job-status.ts';
import { restartJob } from '../../src/usecases/restart-job.ts';
import { notLinked } from '../../src/usecases/not-linked.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { QueryParams } from './query-parameters.ts';
import { linkOf, readQueryJob } from './read-query.ts';
import { interactivePriority } from './submit-query.ts';

const route = createRoute({
  method: 'post',
  path: '/query/jobs/{id}',
  tags: ['query service'],
  summary: 'Run an expired job of your collection again',
  description: 'Many who ask at once make one run. A job that has not expired is refused with 403.',
  request: { params: QueryParams },
  responses: {
    204: { description: 'It runs, or has been run' },
    ...serviceFaults(401, 403, 404, 410, 500, 503),
  },
});

export function registerRestartQuery(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    if (!(await linkOf(deps, c, id))) throw notLinked(id);
    const { record, scope } = await readQueryJob(deps, c, id);
    noteJob(c, { jobId: id });
    if (statusOfState[record.state] !== 'expired')
      throw new PlatformError(
        'FORBIDDEN',
        `Only an expired job can be restarted; this one is ${statusOfState[record.state]}.`,
      );
    for (const { displayName: target, file } of scope.targets) {
      if (await deps.sites.find({ site: scope.site, target, file })) continue;
      throw new PlatformError(
        'DATABASE_CHANGED',
        `The database ${file} of ${target} is no longer at ${scope.site}.`,
      );
    }
    await restartJob(deps, id, { priority: interactivePriority, fairnessKey: c.var.principal.id });
    return c.body(null, 204);
  });
}
