import { PlatformError } from '../../src/errors/index.ts';
import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { toolNote, toolRunOf, type ToolNote } from '../../src/job/provenance.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { prepareArchive } from '../../src/report/index.ts';
import { chunkFastaDigestOf, chunkKeysOf } from '../../src/search/chunk-key.ts';
import { isIndependent } from '../../src/search/cutter-of.ts';
import { rangeOf, type PlannedChunk } from '../../src/search/plan.ts';
import type { SearchKey, SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import { readJson } from '../../src/usecases/read-json.ts';
import { readQuery } from '../../src/usecases/store-query.ts';
import { isChunkStored } from '../../src/usecases/stored-chunks.ts';

/**
 * Makes the archive of a chunk of several sequences from those of its single sequences, where all of these are stored:
 * the jobs of a query's sequences may have been asked for before the query's own turn came. Only where the sequences give
 * together what each gives alone. The archive then is several, one behind the other, as after several reader batches.
 * @returns whether it is stored now
 */
export async function joinArchives(
  objects: ObjectStore,
  { key, query }: SearchRequest,
  chunk: PlannedChunk,
): Promise<boolean> {
  if (chunk.queryCount === 1) return false;
  const fasta = await readQuery(objects, query.objectKey, rangeOf(chunk));
  const parts = await storedParts(objects, key, fasta);
  if (!parts) return false;
  const note = canonicalJson(await noteOf(objects, parts));
  await objects.put(objectKeys.chunkRun(chunk.chunkKey), note, {
    mediaType: 'application/json',
    ifAbsent: true,
  });
  try {
    await objects.put(objectKeys.chunk(chunk.chunkKey), joined(objects, key, parts), { ifAbsent: true });
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'CHUNK_MISSING') return false;
    throw error;
  }
}

/** The chunk keys of the single sequences, in their order; `undefined` as soon as one is not stored or counts otherwise. */
async function storedParts(
  objects: ObjectStore,
  key: SearchKey,
  fasta: AsyncIterable<Uint8Array>,
): Promise<readonly string[] | undefined> {
  const rule = splittingRuleOfSearch(key);
  const keyOf = chunkKeysOf(key);
  const parts: string[] = [];
  for await (const sequence of readSequenceSpans(fasta)) {
    if (!isIndependent(sequence, rule, key.options)) return undefined;
    const part = keyOf(chunkFastaDigestOf([sequence.digest]));
    if (!(await isChunkStored(objects, part))) return undefined;
    parts.push(part);
  }
  return parts;
}

/** The first tool's run stands for all: they differ in nothing but their input. */
async function noteOf(objects: ObjectStore, parts: readonly string[]): Promise<ToolNote> {
  const notes: ToolNote[] = [];
  for (const part of parts) notes.push(await readJson<ToolNote>(objects, objectKeys.chunkRun(part)));
  const [first] = notes;
  if (!first) throw new RangeError('a chunk has sequences');
  const said = new Set(notes.map(({ stderr }) => stderr ?? ''));
  return toolNote(toolRunOf(first), [...said].join(''));
}

async function* joined(
  objects: ObjectStore,
  key: SearchKey,
  parts: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const [queriesBefore, part] of parts.entries()) {
    const archive = await objects.get(objectKeys.chunk(part));
    if (!archive) throw new PlatformError('CHUNK_MISSING', 'An archive was swept meanwhile.');
    yield* prepareArchive(archive.body, { queriesBefore }, key, { outfmt: 11 });
  }
}
