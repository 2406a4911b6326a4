import { queueLabel, type QueueLabel } from '../job/queue-label.ts';
import type { Platform } from './platform.ts';
import { rowsIn } from './rows-in.ts';

/** How many jobs wait for their run's first step, by queue. Counted anew on every call, so that it cannot drift. */
export async function countQueued(
  deps: Pick<Platform, 'documents'>,
): Promise<Readonly<Record<QueueLabel, number>>> {
  const counts = { primary: 0, secondary: 0, report: 0 };
  for await (const record of rowsIn(deps, ['queued'])) {
    const queue = queueLabel(record);
    if (queue !== null) counts[queue] += 1;
  }
  return counts;
}
