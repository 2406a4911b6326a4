import type { Clock } from '../../../src/ports/clock.ts';

/** Time that only passes when it is told to, or when somebody sleeps. */
export interface FakeClock extends Clock {
  advance(timeMs: number): void;
  /** How long everybody slept, together. */
  sleptMs(): number;
}

/** @param onSleep - what the rest of the world does meanwhile; runs before the sleeper wakes */
export function createFakeClock(onSleep: () => void | Promise<void> = () => undefined): FakeClock {
  let nowMs = Date.parse('2026-01-01T00:00:00.000Z');
  let slept = 0;
  return {
    now: () => new Date(nowMs),
    async sleep(timeoutMs) {
      nowMs += timeoutMs;
      slept += timeoutMs;
      await onSleep();
      await new Promise((resolve) => setImmediate(resolve));
    },
    advance(timeMs) {
      nowMs += timeMs;
    },
    sleptMs: () => slept,
  };
}
