import { objectKeys } from '../src/job/keys.ts';
import type { ObjectStore } from '../src/ports/object-store.ts';
import { chunksPerPage, type PlannedChunk, type PlanPage } from '../src/search/plan.ts';
import { readJson } from '../src/usecases/read-json.ts';

/** Reads what runs have stored and never change: requests and plan pages, the last few kept in memory. */
export interface StoredObjects {
  json<T extends { readonly schemaVersion: 1 }>(key: string): Promise<T>;
}

/** A page of 200 chunks is asked for 200 times in a row; a handful of jobs are under way on one worker. */
const keptObjects = 64;

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
  return existing((await readRankedChunks(stored, pageKey))[rank]);
}

/** The chunk by its number in the whole plan. */
export async function readNumberedChunk(
  stored: StoredObjects,
  searchJobId: string,
  searchRunId: string,
  index: number,
): Promise<PlannedChunk> {
  const pageKey = objectKeys.planPage(searchJobId, searchRunId, Math.floor(index / chunksPerPage));
  const { chunks } = await stored.json<PlanPage>(pageKey);
  return existing(chunks[index % chunksPerPage]);
}

function existing(chunk: PlannedChunk | undefined): PlannedChunk {
  if (!chunk) throw new RangeError('the plan has no such chunk');
  return chunk;
}
