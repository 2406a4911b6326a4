import type { SequenceSpan } from '../formats/fasta-spans.ts';
import type { Cutter } from './cutter.ts';
import { readerBatches } from './reader-batches.ts';

/**
 * Ends a chunk after every `batchesPerChunk` batches of the tool's reader: a chunk that starts where a batch starts is
 * read in the same batches as the whole query.
 */
export function cutByBatch(batchSizeResidues: number, batchesPerChunk: number): Cutter {
  return async function* (sequences) {
    const endsBatch = readerBatches(batchSizeResidues);
    let chunk: SequenceSpan[] = [];
    let batches = 0;
    for await (const sequence of sequences) {
      chunk.push(sequence);
      if (!endsBatch(sequence)) continue;
      batches += 1;
      if (batches % batchesPerChunk !== 0) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  };
}
