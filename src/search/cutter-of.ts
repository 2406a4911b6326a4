import type { SequenceSpan } from '../formats/fasta-spans.ts';
import { cutByBatch } from './cut-by-batch.ts';
import { cutByContent } from './cut-by-content.ts';
import type { Cutter } from './cutter.ts';
import type { SplittingRule } from './exactness.ts';

/** The cutter of a rule for one query; a query no longer than one chunk is not cut. */
export function cutterOf(rule: SplittingRule, totalResidues: number): Cutter {
  const { batchSizeResidues, chunkResidues } = rule;
  if (totalResidues <= chunkResidues) return uncut;
  return rule.cut === 'anywhere'
    ? cutByContent(chunkResidues, batchSizeResidues)
    : cutByBatch(batchSizeResidues, Math.ceil(chunkResidues / batchSizeResidues));
}

/** The whole query in one chunk. */
export const uncut: Cutter = async function* (sequences) {
  const chunk: SequenceSpan[] = [];
  for await (const sequence of sequences) chunk.push(sequence);
  if (chunk.length > 0) yield chunk;
};
