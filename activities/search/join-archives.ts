import { objectKeys } from '../../src/job/keys.ts';
import { toolNote, toolRunOf, type ToolNote } from '../../src/job/provenance.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { cutArchive, prepareArchive } from '../../src/report/index.ts';
import type { SearchKey } from '../../src/search/request.ts';
import { openArchive } from '../../src/usecases/chunk-archive.ts';
import { readJson } from '../../src/usecases/read-json.ts';
import type { ChunkPart } from './chunk-parts.ts';
import { storeArchive } from './store-archive.ts';

/** What a tool has just written, in scratch; may be opened again. */
export interface SearchedArchive {
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly note: ToolNote;
}

/**
 * Makes the archive of a chunk of those of its sequences: several, one behind the other, as after several reader batches.
 * @param parts - of which at least one is stored
 * @param searched - of the parts that are not stored, in their order
 * @throws PlatformError `CHUNK_MISSING` when one was swept meanwhile; nothing is stored then that counts
 */
export async function joinArchives(
  objects: ObjectStore,
  key: SearchKey,
  chunkKey: string,
  parts: readonly ChunkPart[],
  searched?: SearchedArchive,
): Promise<void> {
  const note = await noteOf(objects, parts, searched);
  await storeArchive(objects, chunkKey, note, joined(objects, key, parts, searched));
}

/** The first tool's run stands for all: they differ in nothing but their input. */
async function noteOf(
  objects: ObjectStore,
  parts: readonly ChunkPart[],
  searched: SearchedArchive | undefined,
): Promise<ToolNote> {
  const notes: ToolNote[] = searched ? [searched.note] : [];
  for (const { chunkKey, isStored } of parts)
    if (isStored) notes.push(await readJson<ToolNote>(objects, objectKeys.chunkRun(chunkKey)));
  const [first] = notes;
  if (!first) throw new RangeError('a chunk has sequences');
  const said = new Set(notes.map(({ stderr }) => stderr ?? ''));
  return toolNote(toolRunOf(first), [...said].join(''));
}

async function* joined(
  objects: ObjectStore,
  key: SearchKey,
  parts: readonly ChunkPart[],
  searched: SearchedArchive | undefined,
): AsyncGenerator<Uint8Array> {
  let searchedBefore = 0;
  for (const [queriesBefore, { chunkKey, isStored }] of parts.entries()) {
    const archive =
      isStored || !searched
        ? await openArchive(objects, { chunkKey })
        : cutArchive(searched.open(), searchedBefore++);
    yield* prepareArchive(archive, { queriesBefore }, key, { outfmt: 11 });
  }
}
