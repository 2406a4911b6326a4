import { expireIf } from './expire-job.ts';
import type { Platform } from './platform.ts';
import { scopedJobs } from './scoped-jobs.ts';
import type { StoredObjects } from './stored-objects.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'> & { readonly stored: StoredObjects };

/**
 * Gives up what all searches, or all reports, of surfaces with a scope have become: results, and failures, which would
 * answer whoever asks the same. What is under way goes on. Idempotent. @returns how many there were
 */
export async function purgeJobs(deps: Deps, kind: 'search' | 'report'): Promise<number> {
  let count = 0;
  for await (const { record } of scopedJobs(deps, kind, ['completed', 'failed'])) {
    if (await expireIf(deps, record.id, { failedToo: true })) count += 1;
  }
  return count;
}
