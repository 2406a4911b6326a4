import type { Clock } from '../../../src/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass and wakes whoever has slept enough. */
  advance(ms: number): void;
  /** Resolves as soon as somebody sleeps. */
  untilSleeping(): Promise<void>;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Time that stands still until it is moved. */
export function createFakeClock(start = '2026-03-04T05:06:07.000Z'): FakeClock {
  let nowMs = Date.parse(start);
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<() => void>();
  return {
    now: () => new Date(nowMs),
    sleep: (timeoutMs) =>
      new Promise((resolve) => {
        sleepers.add({ wakeAt: nowMs + timeoutMs, wake: resolve });
        for (const watcher of watchers) watcher();
        watchers.clear();
      }),
    advance: (ms) => {
      nowMs += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.wakeAt > nowMs) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    untilSleeping: () =>
      new Promise((resolve) => {
        if (sleepers.size > 0) resolve();
        else watchers.add(resolve);
      }),
  };
}
