import { isLongForBatch } from './before-long.ts';
import { eachQuery, isExactAnywhere, splittingRuleOf, type SplittingRule } from './exactness.ts';
import type { QueryObject, SearchKey } from './request.ts';

/** The rule of a search that has its key: whoever made the key, and when, its batch size says which. */
export function splittingRuleOfSearch({
  program,
  task,
  options,
  batchSizeResidues,
}: Pick<SearchKey, 'program' | 'task' | 'options' | 'batchSizeResidues'>): SplittingRule {
  return batchSizeResidues === eachQuery.batchSizeResidues
    ? eachQuery
    : splittingRuleOf(program, task, options);
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
