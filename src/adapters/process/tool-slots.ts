import type { MachineSize } from './machine-size.ts';

/** For the worker itself, whose heap grows to a few hundred MB, and what stands beside it on one machine. */
const reservedBytes = 2 ** 30;

/**
 * For one tool. BLAST+ maps its databases, which costs nothing that cannot be given back; what it takes itself, for a
 * chunk's hits, is tens of MB as a rule, and several hundred where a query has very many.
 */
const toolBytes = 2 ** 30;

/** How many tools may run at the same time on a machine of this size: at least one. */
export function toolSlotsOf({ cores, memoryBytes }: MachineSize): number {
  const byMemory = Math.floor((memoryBytes - reservedBytes) / toolBytes);
  return Math.max(1, Math.min(Math.floor(cores), byMemory));
}
