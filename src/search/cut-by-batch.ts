import type { Cutter } from './cutter.ts';

/**
 * Ends a chunk after every `batchesPerChunk` batches of the tool's reader. BLAST+ 2.12.0 adds whole sequences to a batch
 * until the sum of their lengths as read (bases for translated queries) reaches the batch size; a chunk that starts where
 * a batch starts is therefore read in the same batches as the whole query.
 */
export function cutByBatch(batchSizeResidues: number, batchesPerChunk: number): Cutter {
  let inBatch = 0;
  let batches = 0;
  return {
    endsAfter({ residueCount }) {
      inBatch += residueCount;
      if (inBatch < batchSizeResidues) return false;
      inBatch = 0;
      batches = (batches + 1) % batchesPerChunk;
      return batches === 0;
    },
  };
}
