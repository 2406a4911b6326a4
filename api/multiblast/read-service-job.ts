import { PlatformError } from '../../src/errors/index.ts';
import { isJobId, objectKeys } from '../../src/job/keys.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { JobRequest } from '../../src/job/request.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import type { SearchRequest, SearchScope } from '../../src/search/request.ts';
import { followSuperseded } from '../../src/usecases/follow-superseded.ts';
import { noteAccess } from '../../src/usecases/note-access.ts';
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

/**
 * The job that an id stands for now: where a database was rebuilt since, that of the new build.
 * @throws PlatformError `NOT_FOUND`, also for a search of another surface
 */
export async function readQueryJob(deps: ApiDeps, c: ApiContext, id: string): Promise<QueryJob> {
  const query = await findQuery(deps, id);
  const record = query && (await standingJob(deps, c, id));
  const standing = record?.id === id ? query : record && (await findQuery(deps, record.id));
  if (!record || !standing) return notFound('query', id);
  return { ...standing, record, site: standing.scope.site };
}

/**
 * What a query job was asked as, which is the same whatever its id stands for by now; starts nothing.
 * @throws PlatformError as `readQueryJob`
 */
export async function findQueryJob(deps: ApiDeps, id: string): Promise<Omit<QueryJob, 'record' | 'site'>> {
  return (await findQuery(deps, id)) ?? notFound('query', id);
}

/**
 * The report that an id stands for now, as `readQueryJob`.
 * @throws PlatformError `NOT_FOUND`, also for a report of a search of another surface
 */
export async function readReportJob(deps: ApiDeps, c: ApiContext, id: string): Promise<ReportJob> {
  const report = await findReport(deps, id);
  const record = report && (await standingJob(deps, c, id));
  const standing = record?.id === id ? report : record && (await findReport(deps, record.id));
  if (!record || !standing) return notFound('report', id);
  return { ...standing, record };
}

/** Looking at a job is using its results: as long as clients ask for it, they are kept. */
async function standingJob(deps: ApiDeps, c: ApiContext, id: string): Promise<JobRecord> {
  const asked = await resumeJob(deps, id, turnOf(c));
  const standingId = asked.supersededBy === undefined ? id : await followSuperseded(deps, id);
  const record = standingId === id ? asked : await resumeJob(deps, standingId, turnOf(c));
  await noteAccess(deps, record);
  return record;
}

async function findReport(deps: ApiDeps, id: string): Promise<Omit<ReportJob, 'record'> | undefined> {
  const request = await findRequest<ReportRequest>(deps, id, 'report');
  const query = request && (await findQuery(deps, request.searchJobId));
  return query && { request, search: query.request, site: query.scope.site };
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
  { stored }: ApiDeps,
  id: string,
  kind: R['kind'],
): Promise<R | undefined> {
  if (!isJobId(id)) return undefined;
  const request = await stored.jsonIfPresent<JobRequest>(objectKeys.request(id));
  return request?.kind === kind ? (request as R) : undefined;
}

function notFound(kind: 'query' | 'report', id: string): never {
  throw new PlatformError('NOT_FOUND', `There is no ${kind} job ${id.slice(0, 64)}.`);
}
