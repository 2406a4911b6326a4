import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import type { ToolNote } from '../job/provenance.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { cutArchive } from '../report/index.ts';
import type { PlannedChunk } from '../search/plan.ts';
import { readJsonIfPresent } from './read-json.ts';

/** A chunk as far as its archive goes. */
export type ArchivedChunk = Pick<PlannedChunk, 'chunkKey' | 'whole'>;

/**
 * The chunk's archive; where none is stored, its part of that of a larger chunk. @throws PlatformError `CHUNK_MISSING`
 * when neither is there
 */
export async function openArchive(
  objects: ObjectStore,
  { chunkKey, whole }: ArchivedChunk,
): Promise<AsyncIterable<Uint8Array>> {
  const own = await objects.get(objectKeys.chunk(chunkKey));
  if (own) return own.body;
  const larger = whole && (await objects.get(objectKeys.chunk(whole.chunkKey)));
  if (larger) return cutArchive(larger.body, whole.index);
  const message = 'A part of the search results is missing. Submit the search again.';
  throw new PlatformError('CHUNK_MISSING', message);
}

/** How the archive was made that `openArchive` opens. */
export async function readChunkNote(
  objects: ObjectStore,
  { chunkKey, whole }: ArchivedChunk,
): Promise<ToolNote | undefined> {
  const own = await readJsonIfPresent<ToolNote>(objects, objectKeys.chunkRun(chunkKey));
  return own ?? (whole && readJsonIfPresent<ToolNote>(objects, objectKeys.chunkRun(whole.chunkKey)));
}
