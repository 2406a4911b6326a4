import { objectKeys } from '../job/keys.ts';
import type { ToolNote } from '../job/provenance.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { cutArchive } from '../report/index.ts';
import type { PlannedChunk } from '../search/plan.ts';
import { readJsonIfPresent } from './read-json.ts';

/** A chunk as far as its archive goes. */
export type ArchivedChunk = Pick<PlannedChunk, 'chunkKey' | 'whole'>;

/** The chunk's archive; where none is stored, its part of that of a larger chunk. @returns `undefined` without either */
export async function openArchive(
  objects: ObjectStore,
  { chunkKey, whole }: ArchivedChunk,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const own = await objects.get(objectKeys.chunk(chunkKey));
  if (own || !whole) return own?.body;
  const larger = await objects.get(objectKeys.chunk(whole.chunkKey));
  return larger && cutArchive(larger.body, whole.index);
}

/** How the archive was made that `openArchive` opens. */
export async function readChunkNote(
  objects: ObjectStore,
  { chunkKey, whole }: ArchivedChunk,
): Promise<ToolNote | undefined> {
  const own = await readJsonIfPresent<ToolNote>(objects, objectKeys.chunkRun(chunkKey));
  return own ?? (whole && readJsonIfPresent<ToolNote>(objects, objectKeys.chunkRun(whole.chunkKey)));
}
