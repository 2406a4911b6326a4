import { jobs, type JobRecord, type JobState } from '../job/record.ts';
import type { Platform } from './platform.ts';

/** Every row in one of these states, page after page; what changes its state meanwhile may come or not. */
export async function* rowsIn(
  { documents }: Pick<Platform, 'documents'>,
  states: readonly JobState[],
): AsyncGenerator<JobRecord> {
  let cursor: string | undefined;
  do {
    const where = { state: { in: states } };
    const page = await documents.find(jobs, { where, limit: 500, ...(cursor !== undefined && { cursor }) });
    for (const { document } of page.items) yield document;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
