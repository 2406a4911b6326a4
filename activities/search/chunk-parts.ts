import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { canCutArchive } from '../../src/report/index.ts';
import { chunkFastaDigestOf, chunkKeysOf } from '../../src/search/chunk-key.ts';
import { isIndependent } from '../../src/search/cutter-of.ts';
import { rangeOf, type PlannedChunk } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import { readQuery } from '../../src/usecases/store-query.ts';
import { lookForChunks } from '../../src/usecases/stored-chunks.ts';

/** A sequence of a chunk as a chunk of its own. */
export interface ChunkPart {
  readonly chunkKey: string;
  readonly isStored: boolean;
  /** In the stored query, zero-based, half-open. */
  readonly start: number;
  readonly end: number;
}

/**
 * The sequences of a chunk, in their order, where some were searched alone: the jobs of a query's sequences may have been
 * asked for before the query's own turn came.
 * @returns `undefined` where none was, where they do not give alone what they give together, and where those that are
 * missing, searched by one process, could not be told apart
 */
export async function findParts(
  objects: ObjectStore,
  { key, query }: SearchRequest,
  chunk: PlannedChunk,
): Promise<readonly ChunkPart[] | undefined> {
  if (chunk.queryCount === 1) return undefined;
  const fasta = await readQuery(objects, query.objectKey, rangeOf(chunk));
  const rule = splittingRuleOfSearch(key);
  const keyOf = chunkKeysOf(key);
  const sequences: Omit<ChunkPart, 'isStored'>[] = [];
  for await (const sequence of readSequenceSpans(fasta)) {
    if (!isIndependent(sequence, rule, key.options)) return undefined;
    const [start, end] = [chunk.startByte + sequence.startByte, chunk.startByte + sequence.endByte];
    sequences.push({ chunkKey: keyOf(chunkFastaDigestOf([sequence.digest])), start, end });
  }
  const stored = await lookForChunks(objects, sequences);
  const isUsable = stored.includes(true) && (!stored.includes(false) || canCutArchive(key.options));
  return isUsable
    ? sequences.map((part, index) => ({ ...part, isStored: stored[index] === true }))
    : undefined;
}

/** The text of the sequences that nobody has searched. */
export async function* readUnsearched(
  objects: ObjectStore,
  { query }: SearchRequest,
  parts: readonly ChunkPart[],
): AsyncGenerator<Uint8Array> {
  for (const { start, end, isStored } of parts)
    if (!isStored) yield* await readQuery(objects, query.objectKey, { start, end });
}
