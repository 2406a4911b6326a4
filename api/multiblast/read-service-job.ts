import { PlatformError } from '../../src/errors/index.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { followSuperseded } from '../../src/usecases/follow-superseded.ts';
import { noteAccess } from '../../src/usecases/note-access.ts';
import { resumeJob } from '../../src/usecases/resume-job.ts';
import { findScoped } from '../../src/usecases/scoped-jobs.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { turnOf, type ServiceJob } from './service.ts';

export interface QueryJob extends ServiceJob {
  readonly request: SearchRequest;
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
  return (await standingFor(deps, c, id, findQuery)) ?? notFound('query', id);
}

/**
 * What a query job was asked as, which is the same whatever its id stands for by now; starts nothing.
 * @throws PlatformError as `readQueryJob`
 */
export async function findQueryJob(deps: ApiDeps, id: string): Promise<Asked<QueryJob>> {
  return (await findQuery(deps, id)) ?? notFound('query', id);
}

/**
 * The report that an id stands for now, as `readQueryJob`.
 * @throws PlatformError `NOT_FOUND`, also for a report of a search of another surface
 */
export async function readReportJob(deps: ApiDeps, c: ApiContext, id: string): Promise<ReportJob> {
  return (await standingFor(deps, c, id, findReport)) ?? notFound('report', id);
}

type Asked<Job extends ServiceJob> = Omit<Job, 'record'>;

async function standingFor<A>(
  deps: ApiDeps,
  c: ApiContext,
  id: string,
  find: (deps: ApiDeps, id: string) => Promise<A | undefined>,
): Promise<(A & Pick<ServiceJob, 'record'>) | undefined> {
  const asked = await find(deps, id);
  const record = asked && (await standingJob(deps, c, id));
  const standing = record?.id === id ? asked : record && (await find(deps, record.id));
  return record && standing && { ...standing, record };
}

/** Looking at a job is using its results: as long as clients ask for it, they are kept. */
async function standingJob(deps: ApiDeps, c: ApiContext, id: string): Promise<JobRecord> {
  const asked = await resumeJob(deps, id, turnOf(c));
  const standingId = asked.supersededBy === undefined ? id : await followSuperseded(deps, id);
  const record = standingId === id ? asked : await resumeJob(deps, standingId, turnOf(c));
  await noteAccess(deps, record);
  return record;
}

async function findQuery(deps: ApiDeps, id: string): Promise<Asked<QueryJob> | undefined> {
  const found = await findScoped(deps, id);
  return found && !found.report ? { request: found.search, site: found.scope.site } : undefined;
}

async function findReport(deps: ApiDeps, id: string): Promise<Asked<ReportJob> | undefined> {
  const { report, search, scope } = (await findScoped(deps, id)) ?? {};
  return report && search && scope && { request: report, search, site: scope.site };
}

function notFound(kind: 'query' | 'report', id: string): never {
  throw new PlatformError('NOT_FOUND', `There is no ${kind} job ${id.slice(0, 64)}.`);
}
