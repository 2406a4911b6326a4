import { cutByBatch } from './cut-by-batch.ts';
import { cutByContent } from './cut-by-content.ts';
import type { Cutter } from './cutter.ts';
import type { SplittingRule } from './exactness.ts';

/** The cutter of a rule for a query of `totalResidues`; a query no longer than one chunk is not cut. */
export function cutterOf(rule: SplittingRule, totalResidues: number): Cutter {
  if (totalResidues <= rule.chunkResidues) return { endsAfter: () => false };
  return rule.cut === 'anywhere'
    ? cutByContent(rule.chunkResidues)
    : cutByBatch(rule.batchSizeResidues, Math.ceil(rule.chunkResidues / rule.batchSizeResidues));
}
