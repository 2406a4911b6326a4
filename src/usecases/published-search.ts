import { PlatformError } from '../../src/errors/index.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import type { ReportDeps } from './create-report-activities.ts';

/** The run whose plan names the archives of a search. */
export interface PublishedSearch {
  readonly jobId: string;
  readonly runId: string;
}

/** @throws PlatformError `RESULT_EXPIRED` when the results are gone, even if the search is being computed again */
export async function readPublishedSearch(deps: ReportDeps, jobId: string): Promise<PublishedSearch> {
  const { publishedRunId } = await readJob(deps, jobId);
  if (publishedRunId !== null) return { jobId, runId: publishedRunId };
  throw new PlatformError(
    'RESULT_EXPIRED',
    'The results of the search have expired. Submit the search again.',
  );
}
