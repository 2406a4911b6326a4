import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import type { SearchKey, SearchRequest } from '../../src/search/request.ts';
import { readPublishedSearch, type PublishedSearch } from '../../src/usecases/published-search.ts';
import type { ReportDeps } from './create-report-activities.ts';

/** What every step of a report looks up first. */
export interface OpenReport {
  readonly request: ReportRequest;
  readonly search: PublishedSearch;
  readonly searchKey: SearchKey;
}

/** @throws PlatformError `RESULT_EXPIRED` when the search has no results any more */
export async function openReport(deps: ReportDeps, run: RunRef): Promise<OpenReport> {
  const request = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await readPublishedSearch(deps, request.searchJobId);
  const { key: searchKey } = await deps.stored.json<SearchRequest>(objectKeys.request(search.jobId));
  return { request, search, searchKey };
}
