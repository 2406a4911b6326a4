import { jobs, type JobRecord } from '../job/record.ts';
import type { Clock } from '../ports/clock.ts';
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

/**
 * Jobs are looked at again after a 25th of the time that the newest waiter has waited, which adds 4 % to it at most, or
 * after 50 ms: a look takes 0.7 ms of processor time, and whoever follows a job begins to wait anew at each change.
 */
const waitsPerLook = 25;
const shortestMs = 50;
/** As long as that where the store tells of writes, but for somebody whose row has not been looked at yet. */
const longestMs = 250;
/** From a write that was told of until the look for it: for the write to be seen, and for others that belong to it. */
const settleMs = 3;
/** Looks take up a tenth of the time at most, however many rows are waited for and however slow the store is. */
const timesPerLook = 10;

/** One watcher per process; it asks nothing while nobody waits. */
export function createJobWatcher({ documents, clock }: Pick<Platform, 'documents' | 'clock'>): JobWatcher {
  const watch: Watch = {
    waiters: new Set(),
    isTold: false,
    hasNewcomer: false,
    news: new AbortController(),
    writtenMs: undefined,
  };
  const { waiters } = watch;
  let looking = false;

  async function look(): Promise<void> {
    const stopWatching = documents.watchWrites?.(() => noteWrite(watch, clock));
    watch.isTold = stopWatching !== undefined;
    while (waiters.size > 0) {
      const startedMs = clock.now().getTime();
      const round = [...waiters];
      watch.writtenMs = undefined;
      watch.hasNewcomer = false;
      try {
        const rows = await fetchRows(documents, round);
        const now = clock.now().getTime();
        for (const waiter of round) settle(waiter, rows.get(waiter.jobId), now);
      } catch (error) {
        for (const waiter of round) if (waiters.delete(waiter)) waiter.reject(error);
      }
      const endedMs = clock.now().getTime();
      if (waiters.size > 0) await rest(watch, clock, endedMs, (endedMs - startedMs) * timesPerLook);
    }
    looking = false;
    stopWatching?.();
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
        watch.hasNewcomer = true;
        watch.news.abort();
        if (looking) return;
        looking = true;
        void look();
      }),
  };
}

interface Watch {
  readonly waiters: Set<Waiter>;
  /** Whether the store tells of writes. */
  isTold: boolean;
  /** Whether somebody has come since the last look began. */
  hasNewcomer: boolean;
  /** Ends the rest between two looks. */
  news: AbortController;
  /** When the first write since the last look was told of. */
  writtenMs: number | undefined;
}

/** A write is told of several times. */
function noteWrite(watch: Watch, clock: Clock): void {
  if (watch.writtenMs !== undefined) return;
  watch.writtenMs = clock.now().getTime();
  watch.news.abort();
}

/** Until the next look is due, which is sooner when somebody comes or something is written meanwhile. */
async function rest(watch: Watch, clock: Clock, sinceMs: number, atLeastMs: number): Promise<void> {
  do {
    const now = clock.now().getTime();
    const dueMs = Math.max(nextLookMs(watch, sinceMs, now), sinceMs + atLeastMs);
    if (dueMs <= now) return;
    watch.news = new AbortController();
    await clock.sleep(dueMs - now, watch.news.signal);
  } while (watch.news.signal.aborted);
}

/** An interval after the last look, soon after a write, or when the first of them has waited long enough. */
function nextLookMs(
  { waiters, isTold, hasNewcomer, writtenMs }: Watch,
  lookedMs: number,
  now: number,
): number {
  const all = [...waiters];
  const newestMs = Math.max(...all.map(({ sinceMs }) => sinceMs));
  const leastMs = isTold && !hasNewcomer ? longestMs : shortestMs;
  const interval = Math.min(Math.max(Math.ceil((now - newestMs) / waitsPerLook), leastMs), longestMs);
  const told = writtenMs === undefined ? [] : [writtenMs + settleMs];
  return Math.min(lookedMs + interval, ...told, ...all.map(({ deadlineMs }) => deadlineMs));
}

async function fetchRows(
  documents: DocumentStore,
  round: readonly Waiter[],
): Promise<ReadonlyMap<string, Stored<JobRecord>>> {
  const ids = [...new Set(round.map((waiter) => waiter.jobId))];
  const rows = await documents.getMany(jobs, ids);
  return new Map(rows.map((row) => [row.document.id, row]));
}
