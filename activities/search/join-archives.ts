import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { toolNote, toolRunOf, type ToolNote } from '../../src/job/provenance.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { cutArchive, prepareArchive } from '../../src/report/index.ts';
import type { SearchKey } from '../../src/search/request.ts';
import { readJson } from '../../src/usecases/read-json.ts';
import { openStored, type ChunkPart } from './chunk-parts.ts';

/** An archive of several sequences, of a tool that has just run. */
export interface SearchedParts {
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
  searched?: SearchedParts,
): Promise<void> {
  const note = canonicalJson(await noteOf(objects, parts, searched));
  await objects.put(objectKeys.chunkRun(chunkKey), note, { mediaType: 'application/json', ifAbsent: true });
  await objects.put(objectKeys.chunk(chunkKey), joined(objects, key, parts, searched), { ifAbsent: true });
}

/** The first tool's run stands for all: they differ in nothing but their input. */
async function noteOf(
  objects: ObjectStore,
  parts: readonly ChunkPart[],
  searched: SearchedParts | undefined,
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
  searched: SearchedParts | undefined,
): AsyncGenerator<Uint8Array> {
  let searchedBefore = 0;
  for (const [queriesBefore, { chunkKey, isStored }] of parts.entries()) {
    const archive =
      isStored || !searched
        ? await openStored(objects, chunkKey)
        : cutArchive(searched.open(), searchedBefore++);
    yield* prepareArchive(archive, { queriesBefore }, key, { outfmt: 11 });
  }
}
