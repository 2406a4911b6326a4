import { cutByBatch } from './cut-by-batch.ts';
import { cutByContent } from './cut-by-content.ts';
import type { Cutter } from './cutter.ts';
import type { SplittingRule } from './exactness.ts';

/** What a cutter must know of the whole query before it sees the first sequence. */
export interface QueryShape {
  readonly totalResidues: number;
  /** Residues of the longest sequence. */
  readonly longestResidues: number;
}

/**
 * The cutter of a rule for one query; a query no longer than one chunk is not cut. With a very long sequence, cuts lie on
 * reader batches whatever the rule says.
 *
 * BLAST+ 2.12.0 searches a batch in pieces once it is about twice the default batch (10,000 residues for blastp, 10,002
 * bases for blastx, 20,000 for tblastn), and cuts sequences in two where pieces meet. The place of that cut, and a few rows
 * with it, then depend on what else lies in the batch. A batch grows so only by a last sequence about as long as a batch.
 */
export function cutterOf(rule: SplittingRule, { totalResidues, longestResidues }: QueryShape): Cutter {
  const { batchSizeResidues, chunkResidues } = rule;
  if (totalResidues <= chunkResidues) return { endsAfter: () => false };
  return rule.cut === 'anywhere' && longestResidues <= batchSizeResidues * longestPart
    ? cutByContent(chunkResidues)
    : cutByBatch(batchSizeResidues, Math.ceil(chunkResidues / batchSizeResidues));
}

/** The longest sequence, in batches, that leaves every batch whole: 1, less what neighbouring pieces overlap, and a margin. */
const longestPart = 0.9;
