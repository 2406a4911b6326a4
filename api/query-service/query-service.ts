import { restartQuery } from '../../src/usecases/restart-query.ts';
import { readQueryJob, type QueryJob } from '../multiblast/read-service-job.ts';
import type { Service } from '../multiblast/service.ts';

export const queryService: Service<QueryJob> = {
  prefix: '/query',
  kind: 'search',
  tag: 'query service',
  read: readQueryJob,
  restart: restartQuery,
};
