import { patched, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { RecordActivities, RunRef } from '../src/job/contract.ts';
import { policies } from './policies.ts';

const { recordProgress } = proxyActivities<RecordActivities>(policies.records);

/**
 * Counts steps and records them when the percentage changes: at most 100 record activities a run, one at a time.
 * The last step is not recorded: publishing follows at once and says the same.
 */
export interface ProgressCounter {
  stepDone(): void;
  /** Some that were done before. */
  stepsFound(count: number): void;
  /** Records the number once more, changed or not. Never fails. */
  repeat(): Promise<void>;
  /** Resolves when nothing is left to record. */
  settled(): Promise<void>;
}

export function countProgress(
  ref: RunRef,
  total: number,
  alreadyDone: number,
  unit: string,
): ProgressCounter {
  let done = alreadyDone;
  let recordedPercent = percentOf(alreadyDone, total);
  let recording: Promise<void> | undefined;
  let goesOn = true;
  // Runs that began before record nothing more after a step that was less than a percent.
  if (total > 100 && !patched('progress-goes-on')) goesOn = false;

  const hasChanged = (): boolean => done < total && percentOf(done, total) > recordedPercent;

  async function record(): Promise<void> {
    while (hasChanged()) {
      recordedPercent = percentOf(done, total);
      await recordProgress(ref, done, total);
    }
    recording = undefined;
  }

  function advance(count: number): void {
    done += count;
    setCurrentDetails(`${String(done)} of ${String(total)} ${unit}`);
    if (recording || (goesOn && !hasChanged())) return;
    // Only a cancelled or superseded run cannot record: then nobody needs the number, and no step may fail for it.
    recording = record().catch(() => undefined);
  }

  return {
    stepDone() {
      advance(1);
    },
    stepsFound(count) {
      if (count > 0) advance(count);
    },
    repeat: () => recordProgress(ref, done, total).catch(() => undefined),
    settled: () => recording ?? Promise.resolve(),
  };
}

function percentOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}
