import { PlatformError } from '../../src/errors/index.ts';
import { isJobId, objectKeys } from '../../src/job/keys.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { JobRequest } from '../../src/job/request.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import type { SearchRequest, SearchScope } from '../../src/search/request.ts';
import { readJsonIfPresent } from '../../src/usecases/read-json.ts';
import { resumeJob } from '../../src/usecases/resume-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { turnOf, type ServiceJob } from './service.ts';

export interface QueryJob extends ServiceJob {
  readonly request: SearchRequest;
  readonly scope: SearchScope;
}

export interface ReportJob extends ServiceJob {
  readonly request: ReportRequest;
  /** Of the search that it renders. */
  readonly search: SearchRequest;
}

/** @throws PlatformError `NOT_FOUND`, also for a search of another surface */
export async function readQueryJob(deps: ApiDeps, c: ApiContext, id: string): Promise<QueryJob> {
  const { request, scope } = (await findQuery(deps, id)) ?? notFound('query', id);
  return { record: await resumed(deps, c, id), request, scope, site: scope.site };
}

/** @throws PlatformError `NOT_FOUND`, also for a report of a search of another surface */
export async function readReportJob(deps: ApiDeps, c: ApiContext, id: string): Promise<ReportJob> {
  const request = await findRequest<ReportRequest>(deps, id, 'report');
  const query = request && (await findQuery(deps, request.searchJobId));
  if (!request || !query) return notFound('report', id);
  return {
    record: await resumed(deps, c, id),
    request,
    search: query.request,
    site: query.scope.site,
  };
}

async function findQuery(
  deps: ApiDeps,
  id: string,
): Promise<Pick<QueryJob, 'request' | 'scope'> | undefined> {
  const request = await findRequest<SearchRequest>(deps, id, 'search');
  const scope = request?.key.scope;
  return request && scope && { request, scope };
}

async function findRequest<R extends JobRequest>(
  { objects }: ApiDeps,
  id: string,
  kind: R['kind'],
): Promise<R | undefined> {
  if (!isJobId(id)) return undefined;
  const request = await readJsonIfPresent<JobRequest>(objects, objectKeys.request(id));
  return request?.kind === kind ? (request as R) : undefined;
}

function resumed(deps: ApiDeps, c: ApiContext, id: string): Promise<JobRecord> {
  return resumeJob(deps, id, turnOf(c));
}

function notFound(kind: 'query' | 'report', id: string): never {
  throw new PlatformError('NOT_FOUND', `There is no ${kind} job ${id.slice(0, 64)}.`);
}
