import type { SequenceSpan } from '../formats/fasta-spans.ts';
import { markBeforeLong } from './before-long.ts';
import type { Cutter } from './cutter.ts';
import { readerBatches } from './reader-batches.ts';

/** A chunk this many times the average is ended whatever its content. */
const forcedAtAverages = 16;

/**
 * Ends a chunk after a sequence by what that sequence is: its digest, read as a fraction of one, lies below its share
 * of the average chunk. Nothing else counts, neither what precedes it nor its number, so an inserted, deleted or edited
 * sequence changes at most two chunks, and queries shared by two jobs lie in the same chunks. A sequence as long as the
 * average always ends its chunk.
 *
 * A long sequence (see `markBeforeLong`) stays in the reader batch that it has in the whole query: its chunk starts where
 * that batch starts, and no cut lies between. Other chunks hold no long sequence, so none of their batches is searched in
 * pieces. Where that batch starts depends on what precedes it, back to the next sequence of a batch or more: a change there
 * changes the chunk of the long sequence and the one before, too.
 *
 * Chunk sizes then scatter like waiting times (one in 50 is longer than four averages): start long chunks first. A
 * minimum size would break the promise, because each cut would depend on the one before. So does the forced end, which
 * different sequences reach once in 9 million chunks (e^-16); after it, the next content cut is the same as before.
 */
export function cutByContent(averageResidues: number, batchSizeResidues: number): Cutter {
  return async function* (sequences) {
    const endsBatch = readerBatches(batchSizeResidues);
    let chunk: SequenceSpan[] = [];
    let chunkResidues = 0;
    /** Where in the chunk the batch starts that is being read; none of its sequences before the chunk counts. */
    let batchFrom = 0;
    for await (const { sequence, isLong, isBeforeLong } of markBeforeLong(sequences, batchSizeResidues)) {
      if (isLong && batchFrom > 0) {
        yield chunk.splice(0, batchFrom);
        batchFrom = 0;
        chunkResidues = residuesOf(chunk);
      }
      chunk.push(sequence);
      chunkResidues += sequence.residueCount;
      if (endsBatch(sequence)) batchFrom = chunk.length;
      const byContent = fractionOf(sequence.digest) < sequence.residueCount / averageResidues;
      if (isBeforeLong || !(byContent || chunkResidues >= averageResidues * forcedAtAverages)) continue;
      yield chunk;
      chunk = [];
      chunkResidues = 0;
      batchFrom = 0;
    }
    if (chunk.length > 0) yield chunk;
  };
}

const residuesOf = (chunk: readonly SequenceSpan[]): number =>
  chunk.reduce((sum, { residueCount }) => sum + residueCount, 0);

/** The first 32 bits of a hexadecimal digest, in [0, 1). */
const fractionOf = (digest: string): number => parseInt(digest.slice(0, 8), 16) / 2 ** 32;
