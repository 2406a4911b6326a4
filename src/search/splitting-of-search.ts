import { isLongForBatch } from './before-long.ts';
import { eachQuery, isExactAnywhere, splittingRuleOf, type SplittingRule } from './exactness.ts';
import type { QueryObject, SearchKey } from './request.ts';

/**
 * Of a reader batch, for the chunks of a search with children. Each chunk reads the whole database: BLAST+ 2.12.0, blastp,
 * 100 proteins of 45,000 residues against 9 million, CPU seconds beside one process: 1.18 in chunks of 2,000 residues,
 * 1.08 of 4,000, 1.00 of 6,000. Who edits one sequence of a hundred has the others as searches of their own.
 */
const batchShare = 0.6;

/** The rule of a search that has its key: whoever made the key, and when, its batch size says which. */
export function splittingRuleOfSearch({
  program,
  task,
  options,
  batchSizeResidues,
  scope,
}: Pick<SearchKey, 'program' | 'task' | 'options' | 'batchSizeResidues' | 'scope'>): SplittingRule {
  if (batchSizeResidues === eachQuery.batchSizeResidues) return eachQuery;
  const rule = splittingRuleOf(program, task, options);
  if (scope === undefined || rule.cut !== 'anywhere') return rule;
  return { ...rule, chunkResidues: Math.max(rule.chunkResidues, rule.batchSizeResidues * batchShare) };
}

/**
 * The rule for a new search. Where sequences are also searches of their own (with a scope), their rows must be those of
 * the whole query: it is searched sequence by sequence wherever neighbours in a reader batch could change a row. Its
 * chunks are then those of the sequences alone, which cost nothing more.
 *
 * Not with `query_loc`: a batch whose sequence is too short for the range would fail the whole search.
 */
export function splittingRuleForNew(
  { program, task, options, scope }: Pick<SearchKey, 'program' | 'task' | 'options' | 'scope'>,
  { longestResidues }: Pick<QueryObject, 'longestResidues'>,
): SplittingRule {
  const rule = splittingRuleOf(program, task, options);
  if (scope === undefined || 'query_loc' in options) return rule;
  const isExact = isExactAnywhere(rule, options) && !isLongForBatch(longestResidues, rule.batchSizeResidues);
  return isExact ? rule : eachQuery;
}
