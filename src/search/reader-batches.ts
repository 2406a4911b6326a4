/**
 * Follows the reader of BLAST+ 2.12.0 through one query: asked about each sequence in order, says whether a batch ends
 * after it. The reader adds whole sequences to a batch until the sum of their lengths as read (bases for translated
 * queries) reaches the batch size.
 */
export function readerBatches(
  batchSizeResidues: number,
): (sequence: { readonly residueCount: number }) => boolean {
  let inBatch = 0;
  return ({ residueCount }) => {
    inBatch += residueCount;
    if (inBatch < batchSizeResidues) return false;
    inBatch = 0;
    return true;
  };
}
