import { isJobId, objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord, type JobState } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import type { ReportRequest } from '../report/request.ts';
import type { SearchRequest, SearchScope } from '../search/request.ts';
import { eachStored } from './each-stored.ts';
import type { Platform } from './platform.ts';
import type { StoredObjects } from './stored-objects.ts';

/** What a job of a surface with a scope was asked as. */
export interface ScopedRequest {
  /** Of a report: the search that it renders. */
  readonly search: SearchRequest;
  readonly scope: SearchScope;
  /** Absent for a search. */
  readonly report?: ReportRequest;
}

export interface ScopedJob extends ScopedRequest {
  readonly record: JobRecord;
}

/** @returns `undefined` for what is no id, no search and no report, and for a job of another surface */
export async function findScoped(
  { stored }: { readonly stored: StoredObjects },
  jobId: string,
): Promise<ScopedRequest | undefined> {
  if (!isJobId(jobId)) return undefined;
  const read = (id: string) => stored.jsonIfPresent<JobRequest>(objectKeys.request(id));
  const request = await read(jobId);
  const report = request?.kind === 'report' ? (request as ReportRequest) : undefined;
  const searched = report ? await read(report.searchJobId) : request;
  const search = searched?.kind === 'search' ? (searched as SearchRequest) : undefined;
  const scope = search?.key.scope;
  return search && scope && { search, scope, ...(report && { report }) };
}

/** The jobs of one kind, in some states, that surfaces with a scope have asked for; oldest first. */
export async function* scopedJobs(
  deps: Pick<Platform, 'documents'> & { readonly stored: StoredObjects },
  kind: 'search' | 'report',
  states: readonly JobState[],
): AsyncGenerator<ScopedJob> {
  const where = { kind, state: { in: states } };
  const sort = { field: 'createdAt', direction: 'ascending' } as const;
  for await (const { document: record } of eachStored(deps, jobs, { where, sort })) {
    const asked = await findScoped(deps, record.id);
    if (asked) yield { record, ...asked };
  }
}
