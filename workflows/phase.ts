import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { JobPhase } from '../src/job/record.ts';

/** Shows operators where the run is: filterable in the Web UI's list and readable on its page. */
export function showPhase(phase: JobPhase): void {
  upsertSearchAttributes([{ key: { name: 'DurablastPhase', type: 'KEYWORD' }, value: phase }]);
  setCurrentDetails(phase);
}
