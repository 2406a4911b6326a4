import { PlatformError } from '../errors/index.ts';
import { jobs, type JobKind, type JobState } from '../job/record.ts';
import type { Platform } from './platform.ts';
import { needsNoRun } from './submit-job.ts';

/** Bounds how many searches and database builds a principal has under way; a report comes with its search. */
export interface JobQuota {
  /**
   * Runs `submit`, which may start the job in the principal's name. What attaches to a run or is answered from the store
   * is always let through.
   * @throws PlatformError `QUOTA_EXCEEDED` before anything of the job is stored
   */
  admit<T>(jobId: string, principal: string, submit: () => Promise<T>): Promise<T>;
}

const counted: readonly JobKind[] = ['search', 'database'];
const active: readonly JobState[] = ['queued', 'running'];

/**
 * Counts the rows of open jobs by who started them, and the starts of this process that have no row yet. It is kept
 * exactly within one process; several may exceed it together by what they start at the same moment.
 */
export function createJobQuota(
  deps: Pick<Platform, 'documents' | 'clock'>,
  { maxActiveJobs }: { readonly maxActiveJobs: number },
): JobQuota {
  /** Starts that have no row yet, by principal and job; each resolves when it has one, or has failed. */
  const starts = new Map<string, Map<string, Promise<void>>>();
  let settled = 0;

  /** @returns what to call when the start is over */
  async function takePlace(jobId: string, principal: string): Promise<() => void> {
    for (;;) {
      const settledBefore = settled;
      const where = { startedBy: principal, state: { in: active }, kind: { in: counted } };
      const rows = await deps.documents.count(jobs, where);
      if (isStarting(jobId, principal)) return () => undefined;
      if (rows >= maxActiveJobs) throw exceeded(maxActiveJobs);
      // A start that got its row while we counted may be in neither number.
      if (settledBefore !== settled) continue;
      const mine = starts.get(principal) ?? new Map<string, Promise<void>>();
      if (rows + mine.size < maxActiveJobs) {
        starts.set(principal, mine);
        return enter(mine, jobId, principal);
      }
      await Promise.race(mine.values());
    }
  }

  function enter(mine: Map<string, Promise<void>>, jobId: string, principal: string): () => void {
    let resolve = (): void => undefined;
    mine.set(jobId, new Promise((whenOver) => (resolve = whenOver)));
    return () => {
      settled += 1;
      mine.delete(jobId);
      if (mine.size === 0) starts.delete(principal);
      resolve();
    };
  }

  function isStarting(jobId: string, principal: string): boolean {
    return starts.get(principal)?.has(jobId) === true;
  }

  return {
    async admit(jobId, principal, submit) {
      if (isStarting(jobId, principal) || (await needsNoRun(deps, jobId))) return submit();
      const leave = await takePlace(jobId, principal);
      try {
        return await submit();
      } finally {
        leave();
      }
    },
  };
}

function exceeded(maxActiveJobs: number): PlatformError {
  const most = maxActiveJobs === 1 ? '1 job' : `${String(maxActiveJobs)} jobs`;
  return new PlatformError(
    'QUOTA_EXCEEDED',
    `You may have ${most} under way at a time, and so many are. Wait until one has finished, or cancel one; ` +
      'what has been asked for before is still answered.',
  );
}
