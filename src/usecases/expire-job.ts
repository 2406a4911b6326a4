import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import { expire } from '../job/state-machine.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'>;

export interface ExpiryCondition {
  /** Only when nobody has used the results since (ISO 8601, UTC). */
  readonly unusedSince?: string;
  /** Only when these are the results. */
  readonly publishedRunId?: string | null;
  /** A failure is given up, too. Default: only results are. */
  readonly failedToo?: boolean;
}

/**
 * Gives up the results of a completed job: the row first, then the manifest, then the rest of that run only
 * (DESIGN section 5). Request, query, chunks and other runs stay. Idempotent: a repetition removes what a crash left.
 * @throws PlatformError `NOT_FOUND`, or `CONFLICT` for a job that has no results to give up, or not under this condition
 */
export async function expireJob(
  deps: Deps,
  jobId: string,
  condition: ExpiryCondition = {},
): Promise<JobRecord> {
  const record = await expireRow(deps, jobId, condition);
  for (const runId of record.retiredRunIds) await removeRun(deps.objects, jobId, runId);
  return record;
}

/** The same for whom a job that has moved on is nothing to complain of. @returns whether it has expired */
export async function expireIf(deps: Deps, jobId: string, condition: ExpiryCondition): Promise<boolean> {
  try {
    await expireJob(deps, jobId, condition);
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'CONFLICT') return false;
    throw error;
  }
}

async function expireRow(
  { documents, clock }: Deps,
  jobId: string,
  { unusedSince, publishedRunId, failedToo = false }: ExpiryCondition,
): Promise<JobRecord> {
  for (;;) {
    const stored = await documents.get(jobs, jobId);
    if (!stored) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
    const { state, lastAccessedAt } = stored.document;
    if (state !== 'completed' && state !== 'expired' && !(failedToo && state === 'failed')) {
      throw new PlatformError('CONFLICT', `Only results can expire, and job ${jobId} is ${state}.`);
    }
    if (unusedSince !== undefined && lastAccessedAt !== null && lastAccessedAt >= unusedSince)
      throw new PlatformError('CONFLICT', `The results of job ${jobId} were used at ${lastAccessedAt}.`);
    if (publishedRunId !== undefined && publishedRunId !== stored.document.publishedRunId)
      throw new PlatformError(
        'CONFLICT',
        `The results of job ${jobId} are not the ones that were to expire.`,
      );
    const expired = expire(stored.document, clock.now().toISOString());
    if (expired === stored.document) return expired;
    if (await documents.replaceIfRevision(jobs, stored.revision, expired)) return expired;
  }
}

/** Removes everything a run has written, its manifest first: from then on it was never published. */
export async function removeRun(objects: ObjectStore, jobId: string, runId: string): Promise<void> {
  await objects.delete([objectKeys.manifest(jobId, runId)]);
  for (;;) {
    const page = await objects.list(objectKeys.run(jobId, runId));
    if (page.objects.length === 0) return;
    await objects.delete(page.objects.map(({ key }) => key));
  }
}
