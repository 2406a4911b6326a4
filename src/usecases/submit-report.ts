import { jobIdOf, objectKeys } from '../job/keys.ts';
import { reportKey, requireFewFiles, type FormatterOptions, type ReportRequest } from '../report/index.ts';
import type { SearchRequest } from '../search/request.ts';
import { fitReport } from './fit-report.ts';
import type { Platform } from './platform.ts';
import { readJson } from './read-json.ts';
import { storeRequest } from './store-request.ts';
import { submitJob, type JobToSubmit, type Submitted } from './submit-job.ts';

/** A report as its caller names it. */
export interface WantedReport {
  /** The value of BLAST's `-outfmt`, for example `7 std qcovs`. */
  readonly outfmt: string;
  readonly options: FormatterOptions;
  /** Digest of the names of taxa that the report shows; see `fitReport`. */
  readonly taxonNames?: string;
}

/** A report's job before it is started. */
export interface PreparedReport {
  readonly jobId: string;
  readonly request: ReportRequest;
}

/** Whoever asks, and whose collection the report goes into, if any. */
type Asker = Pick<JobToSubmit, 'priority' | 'fairnessKey' | 'link' | 'despiteFailure'>;

/**
 * Submits a report of a search that has been submitted, in one format. The report waits for its search by itself.
 * @throws PlatformError as `prepareReport` and `submitJob`
 */
export async function submitReport(
  deps: Platform,
  searchJobId: string,
  wanted: WantedReport,
  asker: Asker,
): Promise<Submitted> {
  return submitPrepared(deps, await prepareReport(deps, searchJobId, wanted), asker);
}

/** What the report of a search in one format is; nothing is stored. @throws PlatformError `INTERNAL` when there is no such search; see `fitReport` */
export async function prepareReport(
  deps: Pick<Platform, 'objects' | 'catalogue'>,
  searchJobId: string,
  wanted: WantedReport,
): Promise<PreparedReport> {
  const search = await readJson<SearchRequest>(deps.objects, objectKeys.request(searchJobId));
  return reportRequest(searchJobId, search, await fitReport(deps, wanted, search.key.databases));
}

/** Idempotent. @throws PlatformError as `submitJob` */
export async function submitPrepared(
  deps: Platform,
  report: PreparedReport,
  asker: Asker,
): Promise<Submitted> {
  await storeRequest(deps, report);
  return submitJob(deps, { ...report, ...asker });
}

/** A report's job, which follows from the search and the format alone. @throws PlatformError `INVALID_OPTION` */
export function reportRequest(
  searchJobId: string,
  search: SearchRequest,
  wanted: WantedReport,
): PreparedReport {
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
