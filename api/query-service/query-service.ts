import { PlatformError } from '../../src/errors/index.ts';
import { restartJob } from '../../src/usecases/restart-job.ts';
import { readQueryJob, type QueryJob } from '../multiblast/read-service-job.ts';
import { turnOf, type Service } from '../multiblast/service.ts';

export const queryService: Service<QueryJob> = {
  prefix: '/query',
  kind: 'search',
  tag: 'query service',
  read: readQueryJob,
  async restart(deps, c, id) {
    const { scope } = await readQueryJob(deps, c, id);
    for (const { displayName: target, file } of scope.targets) {
      if (await deps.sites.find({ site: scope.site, target, file })) continue;
      throw new PlatformError(
        'DATABASE_CHANGED',
        `The database ${file} of ${target} is no longer at ${scope.site}.`,
      );
    }
    await restartJob(deps, id, turnOf(c));
  },
};
