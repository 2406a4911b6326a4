import { jobIdOf, objectKeys } from '../job/keys.ts';
import { reportKey, requireFewFiles, type FormatterOptions, type ReportRequest } from '../report/index.ts';
import type { SearchRequest } from '../search/request.ts';
import { fitReport } from './fit-report.ts';
import type { Platform } from './platform.ts';
import { readJson } from './read-json.ts';
import { storeRequest } from './store-request.ts';
import { submitJob, type Submitted } from './submit-job.ts';

/** A report as its caller names it. */
export interface WantedReport {
  /** The value of BLAST's `-outfmt`, for example `7 std qcovs`. */
  readonly outfmt: string;
  readonly options: FormatterOptions;
  /** Digest of the names of taxa that the report shows; see `fitReport`. */
  readonly taxonNames?: string;
}

/**
 * Submits a report of a search that has been submitted, in one format. The report waits for its search by itself.
 * @throws PlatformError `INTERNAL` when there is no such search; see `fitReport` and `submitJob`
 */
export async function submitReport(
  deps: Platform,
  searchJobId: string,
  wanted: WantedReport,
  asker: { readonly priority: number; readonly fairnessKey: string },
): Promise<Submitted> {
  const search = await readJson<SearchRequest>(deps.objects, objectKeys.request(searchJobId));
  const fitted = await fitReport(deps, wanted, search.key.databases);
  const report = reportRequest(searchJobId, search, fitted);
  await storeRequest(deps, report);
  return submitJob(deps, { ...report, ...asker });
}

/** A report's job, which follows from the search and the format alone. @throws PlatformError `INVALID_OPTION` */
export function reportRequest(
  searchJobId: string,
  search: SearchRequest,
  wanted: WantedReport,
): { readonly jobId: string; readonly request: ReportRequest } {
  const { program, options, databases } = search.key;
  const rendered = { jobId: searchJobId, program, options };
  const key = reportKey(rendered, wanted.outfmt, wanted.options, wanted.taxonNames);
  requireFewFiles(key.outfmt, search.summary.queryCount);
  const outfmt = [key.outfmt, ...key.fields].join(' ');
  const title = `format ${String(key.outfmt)} of ${search.summary.title}`;
  const request: ReportRequest = {
    schemaVersion: 1,
    kind: 'report',
    key,
    searchJobId,
    program,
    databases,
    summary: { ...search.summary, title, searchJobId, outfmt },
  };
  return { jobId: jobIdOf(key), request };
}
