import type { SequenceSpan } from '../formats/fasta-spans.ts';
import { isLongForBatch } from './before-long.ts';
import { cutByBatch } from './cut-by-batch.ts';
import { cutByContent } from './cut-by-content.ts';
import { cutEvenly } from './cut-evenly.ts';
import type { Cutter } from './cutter.ts';
import { isExactAnywhere, type SplittingRule } from './exactness.ts';
import type { CanonicalOptions } from './options.ts';

/**
 * The cutter of a rule for one search; a query no longer than one chunk is not cut.
 *
 * With `query_loc` it is not cut either: a piece whose sequences are all too short for the range fails in BLAST+ where the
 * whole query would not.
 */
export function cutterOf(rule: SplittingRule, totalResidues: number, options: CanonicalOptions): Cutter {
  const { batchSizeResidues, chunkResidues, isEven = false } = rule;
  if (totalResidues <= chunkResidues || 'query_loc' in options) return uncut;
  if (!isExactAnywhere(rule, options))
    return cutByBatch(batchSizeResidues, Math.ceil(chunkResidues / batchSizeResidues));
  return isEven ? cutEvenly(chunkResidues) : cutByContent(chunkResidues, batchSizeResidues);
}

/** Whether a sequence gives the same alone and among others of its kind. A long one does not, see `markBeforeLong`. */
export function isIndependent(
  sequence: SequenceSpan,
  rule: SplittingRule,
  options: CanonicalOptions,
): boolean {
  if (!isExactAnywhere(rule, options) || 'query_loc' in options) return false;
  return !isLongForBatch(sequence.residueCount, rule.batchSizeResidues);
}

/** The whole query in one chunk. */
const uncut: Cutter = async function* (sequences) {
  const chunk: SequenceSpan[] = [];
  for await (const sequence of sequences) chunk.push(sequence);
  if (chunk.length > 0) yield chunk;
};
