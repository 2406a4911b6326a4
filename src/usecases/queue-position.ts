import { jobs, type JobRecord } from '../job/record.ts';
import type { Platform } from './platform.ts';

/** How many jobs of its kind were asked for before this one and have not begun, plus one; `null` unless it is queued. */
export async function queuePosition(
  { documents }: Pick<Platform, 'documents'>,
  { kind, state, createdAt }: JobRecord,
): Promise<number | null> {
  if (state !== 'queued') return null;
  return 1 + (await documents.count(jobs, { state: 'queued', kind, createdAt: { lt: createdAt } }));
}

/** The same for many jobs in one query; beyond the first thousand of the queue the position is not counted. */
export async function queuePositions(
  { documents }: Pick<Platform, 'documents'>,
  records: readonly JobRecord[],
): Promise<ReadonlyMap<string, number>> {
  if (!records.some((record) => record.state === 'queued')) return new Map();
  const queue = await documents.find(jobs, {
    where: { state: 'queued' },
    sort: { field: 'createdAt', direction: 'ascending' },
    limit: 1000,
  });
  const counted = new Map<string, number>();
  return new Map(
    queue.items.map(({ document }) => {
      const position = 1 + (counted.get(document.kind) ?? 0);
      counted.set(document.kind, position);
      return [document.id, position];
    }),
  );
}
