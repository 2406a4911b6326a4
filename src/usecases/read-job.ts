import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { Stored } from '../ports/document-store.ts';
import { mayAskAgain, staleAfterMs } from './describe-pause.ts';
import type { Platform } from './platform.ts';
import { makeMissingRow, repairJob } from './repair-job.ts';
import type { StoredObjects } from './stored-objects.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/**
 * The job as it is now: its row, repaired from Temporal when it is missing or stopped moving (a run that was terminated
 * or timed out cannot write its own end). @throws PlatformError `NOT_FOUND`
 */
export async function readJob(deps: Deps, jobId: string): Promise<JobRecord> {
  return (await readStoredJob(deps, jobId)).document;
}

/** The same with the row's revision, for entity tags and watching. */
export async function readStoredJob(deps: Deps, jobId: string): Promise<Stored<JobRecord>> {
  const found = await deps.documents.get(jobs, jobId);
  const stored = found ?? ((await makeMissingRow(deps, jobId)) && (await deps.documents.get(jobs, jobId)));
  if (!stored) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
  return repairIfStale(deps, stored);
}

/** A row that was read just now, as it is after a repair if it has stopped moving. */
export async function repairIfStale(deps: Deps, stored: Stored<JobRecord>): Promise<Stored<JobRecord>> {
  const { id, state, updatedAt } = stored.document;
  const now = deps.clock.now();
  const isStale = !isTerminal(state) && now.getTime() - Date.parse(updatedAt) >= staleAfterMs;
  if (!isStale || !mayAskAgain(deps.launcher, id, now)) return stored;
  // Readers are served by what the row says as long as the server does not answer.
  await repairJob(deps, stored.document).catch(ignoreUnavailable);
  return (await deps.documents.get(jobs, id)) ?? stored;
}

function ignoreUnavailable(error: unknown): void {
  if (!(error instanceof PlatformError) || error.code !== 'TEMPORAL_UNAVAILABLE') throw error;
}

/** Published results of a completed job. @throws PlatformError `NOT_READY` or `RESULT_EXPIRED` or the job's own failure */
export async function readManifest(
  { stored }: { readonly stored: StoredObjects },
  record: JobRecord,
): Promise<Manifest> {
  if (record.state === 'expired') {
    throw new PlatformError(
      'RESULT_EXPIRED',
      'The results of this job have expired. Submit it again to recompute them.',
    );
  }
  if (record.failure)
    throw new PlatformError('NOT_READY', `The job has no results: ${record.failure.message}`);
  if (record.publishedRunId === null) throw new PlatformError('NOT_READY', 'The job has not finished yet.');
  return stored.json<Manifest>(objectKeys.manifest(record.id, record.publishedRunId));
}
