import { PlatformError } from '../errors/index.ts';
import { expireJob } from './expire-job.ts';
import type { Platform } from './platform.ts';
import { scopedJobs } from './scoped-jobs.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'>;

/**
 * Gives up what all searches, or all reports, of surfaces with a scope have become: results, and failures, which would
 * answer whoever asks the same. What is under way goes on. Idempotent. @returns how many there were
 */
export async function purgeJobs(deps: Deps, kind: 'search' | 'report'): Promise<number> {
  let count = 0;
  for await (const { record } of scopedJobs(deps, kind, ['completed', 'failed'])) {
    const purged = await expireJob(deps, record.id, { failedToo: true }).catch(unlessMovedOn);
    if (purged) count += 1;
  }
  return count;
}

function unlessMovedOn(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'CONFLICT') return undefined;
  throw error;
}
