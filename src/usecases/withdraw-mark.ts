import type { JobRecord } from '../job/record.ts';
import { withdrawCancel } from '../job/state-machine.ts';
import { changeRow } from './change-row.ts';
import type { Platform } from './platform.ts';

/**
 * Takes away the mark of a canceller who has not decided yet. Whoever has become a holder calls it: either the canceller
 * counts again and finds the holder, or its decision shows in the row (DESIGN section 5). Idempotent.
 * @returns the row as it is then; `undefined` when there is none
 */
export function withdrawMark(
  deps: Pick<Platform, 'documents' | 'clock'>,
  jobId: string,
): Promise<JobRecord | undefined> {
  return changeRow(deps, jobId, (row) => withdrawCancel(row, deps.clock.now().toISOString()));
}
