import type { ObjectStore } from '../src/ports/object-store.ts';
import type { PlannedChunk, PlanPage } from '../src/search/plan.ts';
import { existingChunk } from '../src/usecases/planned-chunks.ts';
import { readJson, type StoredObjects } from '../src/usecases/read-json.ts';

/** A page of 200 chunks is asked for 200 times in a row; a handful of jobs are under way on one worker. */
const keptObjects = 64;

/** Reads what runs have stored and never change: requests and plan pages, the last few kept in memory. */
export function createStoredObjects(objects: ObjectStore): StoredObjects {
  const kept = new Map<string, Promise<{ readonly schemaVersion: 1 }>>();
  return {
    json<T extends { readonly schemaVersion: 1 }>(key: string): Promise<T> {
      const found = kept.get(key) ?? readJson(objects, key);
      kept.delete(key);
      kept.set(key, found);
      found.catch(() => kept.delete(key));
      const oldest = kept.keys().next();
      if (kept.size > keptObjects && oldest.done !== true) kept.delete(oldest.value);
      return found as Promise<T>;
    },
  };
}

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
