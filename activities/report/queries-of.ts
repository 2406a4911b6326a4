import { readNumberedChunk, type StoredObjects } from '../stored-objects.ts';
import type { PublishedSearch } from './published-search.ts';

/** Which queries lie in chunks `from` to `to` (exclusive) of a search. */
export async function queriesOf(
  stored: StoredObjects,
  { jobId, runId }: PublishedSearch,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly queriesBefore: number; readonly queryCount: number }> {
  const { queriesBefore } = await readNumberedChunk(stored, jobId, runId, from);
  const last = await readNumberedChunk(stored, jobId, runId, to - 1);
  return { queriesBefore, queryCount: last.queriesBefore + last.queryCount - queriesBefore };
}
