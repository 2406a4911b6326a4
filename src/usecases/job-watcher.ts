import { jobs, type JobRecord } from '../job/record.ts';
import type { DocumentStore, Stored } from '../ports/document-store.ts';
import type { Platform } from './platform.ts';

/** The rows somebody in this process is waiting for, looked at together. */
export interface JobWatcher {
  /**
   * Resolves with the row as soon as it differs from `since` (a revision), or with the row as it is after `timeoutMs`
   * or when `signal` is aborted; `undefined` when there is no such row.
   */
  nextChange(
    jobId: string,
    since: string | undefined,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Stored<JobRecord> | undefined>;
}

interface Waiter {
  readonly jobId: string;
  readonly since: string | undefined;
  readonly sinceMs: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (stored: Stored<JobRecord> | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Quick enough that nobody notices while somebody has only begun to wait, and slower for those who wait long. */
const quickLookMs = 100;
const slowLookMs = 250;
const quickForMs = 5_000;

/** One watcher per process; it asks nothing while nobody waits. */
export function createJobWatcher({ documents, clock }: Pick<Platform, 'documents' | 'clock'>): JobWatcher {
  const waiters = new Set<Waiter>();
  let looking = false;

  async function look(): Promise<void> {
    while (waiters.size > 0) {
      const round = [...waiters];
      try {
        const rows = await fetchRows(documents, round);
        const now = clock.now().getTime();
        for (const waiter of round) settle(waiter, rows.get(waiter.jobId), now);
      } catch (error) {
        for (const waiter of round) if (waiters.delete(waiter)) waiter.reject(error);
      }
      if (waiters.size > 0) await clock.sleep(interval());
    }
    looking = false;
  }

  function interval(): number {
    const now = clock.now().getTime();
    return [...waiters].some(({ sinceMs }) => now - sinceMs < quickForMs) ? quickLookMs : slowLookMs;
  }

  function settle(waiter: Waiter, row: Stored<JobRecord> | undefined, now: number): void {
    const over = now >= waiter.deadlineMs || waiter.signal?.aborted === true;
    if (row?.revision === waiter.since && !over) return;
    waiters.delete(waiter);
    waiter.resolve(row);
  }

  return {
    nextChange: (jobId, since, timeoutMs, signal) =>
      new Promise((resolve, reject) => {
        const sinceMs = clock.now().getTime();
        waiters.add({ jobId, since, sinceMs, deadlineMs: sinceMs + timeoutMs, signal, resolve, reject });
        if (looking) return;
        looking = true;
        void look();
      }),
  };
}

async function fetchRows(
  documents: DocumentStore,
  round: readonly Waiter[],
): Promise<ReadonlyMap<string, Stored<JobRecord>>> {
  const ids = [...new Set(round.map((waiter) => waiter.jobId))];
  const rows = await documents.getMany(jobs, ids);
  return new Map(rows.map((row) => [row.document.id, row]));
}
