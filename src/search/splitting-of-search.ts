import { isLongForBatch } from './before-long.ts';
import { eachQuery, isExactAnywhere, splittingRuleOf, type SplittingRule } from './exactness.ts';
import type { QueryObject, SearchKey, SearchRequest } from './request.ts';

/**
 * Chunks for each tool slot, on average, of a search with children. Each costs a process, three activities and a look at
 * the whole database: BLAST+ 2.12.0, blastp, 100 proteins of 45,000 residues against 9 million, two slots, time beside one
 * process with two threads: 1.10 with 2 chunks a slot (one slot is idle at the end), 1.04 with 2.5, 1.06 with 3, 1.11 with 4.
 */
const chunksPerSlot = 2.5;
/** Of a reader batch: the average chunk of a search with children is no smaller. */
const leastBatchShare = 0.3;

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
 * Whether a search is cut for the tool slots there are. Where sequences are also searches of their own (with a scope), an
 * edited query has the others as those, and chunks need not be small for its sake.
 */
export function isCutForSlots({ key, query }: Pick<SearchRequest, 'key' | 'query'>): boolean {
  if (key.scope === undefined || query.sequenceCount === 1) return false;
  const { cut, batchSizeResidues } = splittingRuleOfSearch(key);
  // Keys from before such queries went sequence by sequence have long ones.
  return cut === 'anywhere' && !isLongForBatch(query.longestResidues, batchSizeResidues);
}

/** The rule of a search with chunks to suit so many tool slots, where it `isCutForSlots`. */
export function splittingRuleForSlots(
  { key, query }: Pick<SearchRequest, 'key' | 'query'>,
  toolSlots: number,
): SplittingRule {
  const rule = splittingRuleOfSearch(key);
  const least = Math.max(rule.chunkResidues, rule.batchSizeResidues * leastBatchShare);
  const forSlots = Math.round(query.residueCount / (chunksPerSlot * toolSlots));
  return { ...rule, chunkResidues: Math.max(least, forSlots), isEven: true };
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
