import type { PlannedChunk, PlanPage } from '../../src/search/plan.ts';
import { existingChunk } from '../../src/usecases/planned-chunks.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';

/**
 * The chunks of a page by rank, the largest first. Searches start in this order: a large chunk that came last would run
 * alone at the end.
 */
export async function readRankedChunks(
  stored: StoredObjects,
  pageKey: string,
): Promise<readonly PlannedChunk[]> {
  const { chunks } = await stored.json<PlanPage>(pageKey);
  return [...chunks].sort((a, b) => b.residueCount - a.residueCount || a.index - b.index);
}

/** The chunk of a page with so many before it by rank. */
export async function readRankedChunk(
  stored: StoredObjects,
  pageKey: string,
  rank: number,
): Promise<PlannedChunk> {
  return existingChunk((await readRankedChunks(stored, pageKey))[rank]);
}
