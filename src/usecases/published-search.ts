import { PlatformError } from '../errors/index.ts';
import type { Platform } from './platform.ts';
import { readJob } from './read-job.ts';

/** The run whose plan names the archives of a search. */
export interface PublishedSearch {
  readonly jobId: string;
  readonly runId: string;
}

/** @throws PlatformError `RESULT_EXPIRED` when the results are gone, even if the search is being computed again */
export async function readPublishedSearch(
  deps: Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>,
  jobId: string,
): Promise<PublishedSearch> {
  const { publishedRunId } = await readJob(deps, jobId);
  if (publishedRunId !== null) return { jobId, runId: publishedRunId };
  throw new PlatformError(
    'RESULT_EXPIRED',
    'The results of the search have expired. Submit the search again.',
  );
}
