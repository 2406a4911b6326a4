import { jobs } from '../job/record.ts';
import { queueLabel, type QueueLabel } from '../job/queue-label.ts';
import type { Platform } from './platform.ts';
import { eachStored } from './each-stored.ts';

/** How many jobs wait for their run's first step, by queue. Counted anew on every call, so that it cannot drift. */
export async function countQueued(
  deps: Pick<Platform, 'documents'>,
): Promise<Readonly<Record<QueueLabel, number>>> {
  const counts = { primary: 0, secondary: 0, report: 0 };
  const query = { where: { state: 'queued' }, limit: 500 } as const;
  for await (const { document } of eachStored(deps, jobs, query)) {
    const queue = queueLabel(document);
    if (queue !== null) counts[queue] += 1;
  }
  return counts;
}
