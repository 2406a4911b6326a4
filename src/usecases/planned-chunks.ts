import { objectKeys } from '../job/keys.ts';
import { chunksPerPage, type PlannedChunk, type PlanPage } from '../search/plan.ts';
import type { PublishedSearch } from './published-search.ts';
import type { StoredObjects } from './stored-objects.ts';

/** Chunks by their numbers in the whole plan, `to` exclusive. */
export interface ChunkRange {
  readonly from: number;
  readonly to: number;
}

/** The chunks of a range in their order; each page of the plan is asked for once. */
export async function* readPlannedChunks(
  stored: StoredObjects,
  search: PublishedSearch,
  { from, to }: ChunkRange,
): AsyncGenerator<PlannedChunk> {
  let page: PlanPage | undefined;
  for (let index = from; index < to; index += 1) {
    if (!page || index % chunksPerPage === 0) page = await readPageWith(stored, search, index);
    yield existingChunk(page.chunks[index % chunksPerPage]);
  }
}

/** The chunk by its number in the whole plan. */
export async function readNumberedChunk(
  stored: StoredObjects,
  search: PublishedSearch,
  index: number,
): Promise<PlannedChunk> {
  const { chunks } = await readPageWith(stored, search, index);
  return existingChunk(chunks[index % chunksPerPage]);
}

function readPageWith(
  stored: StoredObjects,
  { jobId, runId }: PublishedSearch,
  index: number,
): Promise<PlanPage> {
  return stored.json(objectKeys.planPage(jobId, runId, Math.floor(index / chunksPerPage)));
}

/** @throws RangeError when the plan ends before: its reader is mistaken about how long it is */
export function existingChunk(chunk: PlannedChunk | undefined): PlannedChunk {
  if (!chunk) throw new RangeError('the plan has no such chunk');
  return chunk;
}
