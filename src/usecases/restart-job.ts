import { objectKeys } from '../job/keys.ts';
import { isOverWithoutResults } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import type { Platform } from './platform.ts';
import { readJob } from './read-job.ts';
import { readJson } from './read-json.ts';
import { submitJob, type Submitted } from './submit-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/** In whose turn and share of the tools a run is. */
export interface Turn {
  readonly priority: number;
  readonly fairnessKey: string;
}

/**
 * Runs an expired, failed or cancelled job again from its stored request; a report's search first, when that is over
 * without results. Joins a run under way, and starts nothing where there are results: any number of calls make one run.
 * A failure that still stands is no obstacle: whoever asks for a restart knows of it.
 * @throws PlatformError as `submitJob`, and `NOT_FOUND`
 */
export async function restartJob(deps: Deps, jobId: string, turn: Turn): Promise<Submitted> {
  const record = await readJob(deps, jobId);
  if (record.searchJobId !== null) await restartIfOver(deps, record.searchJobId, turn);
  return startAgain(deps, jobId, turn);
}

async function restartIfOver(deps: Deps, searchJobId: string, turn: Turn): Promise<void> {
  if (isOverWithoutResults(await readJob(deps, searchJobId))) await startAgain(deps, searchJobId, turn);
}

/** The same for the job alone, whatever its search is doing. */
export async function startAgain(deps: Deps, jobId: string, turn: Turn): Promise<Submitted> {
  const request = await readJson<JobRequest>(deps.objects, objectKeys.request(jobId));
  return submitJob(deps, { jobId, request, ...turn, despiteFailure: true });
}
