import type { SequenceSpan } from '../formats/fasta-spans.ts';
import { isLongSequence } from './before-long.ts';
import { cutByBatch } from './cut-by-batch.ts';
import { cutByContent } from './cut-by-content.ts';
import type { Cutter } from './cutter.ts';
import type { SplittingRule } from './exactness.ts';
import type { CanonicalOptions } from './options.ts';

/**
 * The cutter of a rule for one search; a query no longer than one chunk is not cut.
 *
 * Two options change how a query may be cut. With `query_loc` a piece whose sequences are all too short for the range fails
 * in BLAST+ where the whole query would not. With `ungapped` the E-values of blastx hang on what else is in the batch, as
 * in tblastx, which is always ungapped.
 */
export function cutterOf(rule: SplittingRule, totalResidues: number, options: CanonicalOptions): Cutter {
  const { batchSizeResidues, chunkResidues } = rule;
  if (totalResidues <= chunkResidues || 'query_loc' in options) return uncut;
  return isCutAnywhere(rule, options)
    ? cutByContent(chunkResidues, batchSizeResidues)
    : cutByBatch(batchSizeResidues, Math.ceil(chunkResidues / batchSizeResidues));
}

/** Whether a sequence gives the same alone and among others of its kind. A long one does not, see `markBeforeLong`. */
export function isIndependent(
  sequence: SequenceSpan,
  rule: SplittingRule,
  options: CanonicalOptions,
): boolean {
  if (!isCutAnywhere(rule, options) || 'query_loc' in options) return false;
  return !isLongSequence(sequence, rule.batchSizeResidues);
}

function isCutAnywhere({ cut }: SplittingRule, options: CanonicalOptions): boolean {
  return cut === 'anywhere' && !('ungapped' in options);
}

/** The whole query in one chunk. */
const uncut: Cutter = async function* (sequences) {
  const chunk: SequenceSpan[] = [];
  for await (const sequence of sequences) chunk.push(sequence);
  if (chunk.length > 0) yield chunk;
};
