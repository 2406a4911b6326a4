import type { SequenceSpan } from '../formats/fasta-spans.ts';

/**
 * The longest sequence, in reader batches, that leaves its batch whole, wherever the batch starts.
 *
 * BLAST+ 2.12.0 searches a batch in pieces once it is about twice its default batch (10,000 residues for blastp, 10,002 bases
 * for blastx, 20,000 for tblastn), and cuts sequences in two where pieces meet. The place of that cut, and a few rows with
 * it, depend on what else lies in the batch. A batch grows so only by its last sequence: one less what neighbouring pieces
 * overlap (100 residues, 297 bases), and a margin.
 */
const longestWhole = 0.9;

/** Whether BLAST+ may search the batch of a sequence of this length in pieces. */
export function isLongForBatch(residueCount: number, batchSizeResidues: number): boolean {
  return residueCount > batchSizeResidues * longestWhole;
}

export interface PlacedSequence {
  readonly sequence: SequenceSpan;
  readonly isLong: boolean;
  /** A long sequence follows, so near that one reader batch may hold this one and, as its last, that one. */
  readonly isBeforeLong: boolean;
}

/** Finds long sequences and what precedes them, looking ahead by no more than a reader batch. */
export async function* markBeforeLong(
  sequences: AsyncIterable<SequenceSpan>,
  batchSizeResidues: number,
): AsyncGenerator<PlacedSequence, void, undefined> {
  const ahead: { sequence: SequenceSpan; isLong: boolean; isBeforeLong: boolean }[] = [];
  let residuesAhead = 0;
  for await (const sequence of sequences) {
    const isLong = isLongForBatch(sequence.residueCount, batchSizeResidues);
    if (isLong) for (const earlier of ahead) earlier.isBeforeLong = true;
    ahead.push({ sequence, isLong, isBeforeLong: false });
    residuesAhead += sequence.residueCount;
    for (let first = ahead[0]; first && residuesAhead >= batchSizeResidues; first = ahead[0]) {
      ahead.shift();
      residuesAhead -= first.sequence.residueCount;
      yield first;
    }
  }
  yield* ahead;
}
