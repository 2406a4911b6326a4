import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import type { ToolNote } from '../../src/job/provenance.ts';
import type { ObjectBody, ObjectStore } from '../../src/ports/object-store.ts';

/**
 * Stores the archive of a chunk unless there is one. The note about how it was made goes first: where there is an archive
 * there is its provenance.
 */
export async function storeArchive(
  objects: ObjectStore,
  chunkKey: string,
  note: ToolNote,
  archive: ObjectBody,
): Promise<void> {
  await objects.put(objectKeys.chunkRun(chunkKey), canonicalJson(note), {
    mediaType: 'application/json',
    ifAbsent: true,
  });
  await objects.put(objectKeys.chunk(chunkKey), archive, { ifAbsent: true });
}
