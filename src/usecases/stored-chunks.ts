import { objectKeys } from '../job/keys.ts';
import type { ToolNote } from '../job/provenance.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { PlanPage } from '../search/plan.ts';
import type { ArchivedChunk } from './chunk-archive.ts';
import { readJsonIfPresent } from './read-json.ts';
import { someAtOnce } from './some-at-once.ts';

/** Whether nobody needs to search the chunk: its archive is stored, or can be cut from a stored one. */
export async function isChunkStored(
  objects: ObjectStore,
  { chunkKey, whole }: ArchivedChunk,
): Promise<boolean> {
  if (await isArchiveStored(objects, chunkKey)) return true;
  if (!whole || !(await objects.head(objectKeys.chunk(whole.chunkKey)))) return false;
  const note = await readJsonIfPresent<ToolNote>(objects, objectKeys.chunkRun(whole.chunkKey));
  return note !== undefined && !speaksOfQueries(note);
}

/** What was said of one sequence is not to be shown with another, and stands there without a mark that is sure. */
function speaksOfQueries({ stderr = '' }: ToolNote): boolean {
  return /\bQuery_\d/.test(stderr);
}

/** Whether the archive of this key is stored, and so is the note about how it was made. */
async function isArchiveStored(objects: ObjectStore, chunkKey: string): Promise<boolean> {
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
  chunks: readonly ArchivedChunk[],
): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  const looks = someAtOnce(chunks, (chunk) => isChunkStored(objects, chunk));
  for await (const isStored of looks) found.push(isStored);
  return found;
}
