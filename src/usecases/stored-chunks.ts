import { objectKeys } from '../job/keys.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { PlannedChunk, PlanPage } from '../search/plan.ts';
import { readJsonIfPresent } from './read-json.ts';
import { someAtOnce } from './some-at-once.ts';

/** Whether nobody needs to search the chunk: its archive is stored, and so is the note about how it was made. */
export async function isChunkStored(objects: ObjectStore, chunkKey: string): Promise<boolean> {
  const keys = [objectKeys.chunk(chunkKey), objectKeys.chunkRun(chunkKey)];
  const found = await Promise.all(keys.map((key) => objects.head(key)));
  return !found.includes(undefined);
}

/** Whether a plan, given by its pages, can be used without searching anything. */
export async function isPlanStored(objects: ObjectStore, pageKeys: readonly string[]): Promise<boolean> {
  for (const pageKey of pageKeys) {
    const page = await readJsonIfPresent<PlanPage>(objects, pageKey);
    if (!page || (await lookForChunks(objects, page.chunks)).includes(false)) return false;
  }
  return true;
}

/** Whether each of some chunks is stored. */
export async function lookForChunks(
  objects: ObjectStore,
  chunks: readonly Pick<PlannedChunk, 'chunkKey'>[],
): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  const looks = someAtOnce(chunks, ({ chunkKey }) => isChunkStored(objects, chunkKey));
  for await (const isStored of looks) found.push(isStored);
  return found;
}
