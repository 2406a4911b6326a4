import { reinstate, supersede } from '../job/state-machine.ts';
import { changeRow } from './change-row.ts';
import type { Platform } from './platform.ts';

/**
 * Lets the id of a job that is over stand for another one, which stands for itself from here on: first that, so that
 * going back to an earlier build leaves no circle, not even for a moment. Idempotent, also after a crash in between.
 */
export async function supersedeJob(
  deps: Pick<Platform, 'documents' | 'clock'>,
  jobId: string,
  successorId: string,
): Promise<void> {
  const now = deps.clock.now().toISOString();
  await changeRow(deps, successorId, (row) => reinstate(row, now));
  await changeRow(deps, jobId, (row) => supersede(row, successorId, now));
}
