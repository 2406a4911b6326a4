import { readNumberedChunk } from '../../src/usecases/planned-chunks.ts';
import type { PublishedSearch } from '../../src/usecases/published-search.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';

/** Which queries lie in chunks `from` to `to` (exclusive) of a search. */
export async function queriesOf(
  stored: StoredObjects,
  search: PublishedSearch,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly queriesBefore: number; readonly queryCount: number }> {
  const { queriesBefore } = await readNumberedChunk(stored, search, from);
  const last = await readNumberedChunk(stored, search, to - 1);
  return { queriesBefore, queryCount: last.queriesBefore + last.queryCount - queriesBefore };
}
