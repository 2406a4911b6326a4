import type { ApiDeps } from '../../../api/environment.ts';
import { completeJob } from '../../support/api/move-job.ts';
import { setUpQueries } from '../query-service/query-world.ts';

/** The API over fakes, with a query job that is complete. */
export async function setUpReports(change: Partial<ApiDeps> = {}) {
  const world = setUpQueries(change);
  const queryId = await world.create();
  await completeJob(world, queryId);
  const createReport = async (body: object = {}): Promise<string> =>
    String((await world.post('/report/jobs', { queryJobID: queryId, ...body })).body['reportJobID']);
  return { ...world, queryId, createReport };
}
