import type { GapCostRow } from './gap-cost-row.ts';
import { nucleotideParameters } from './nucleotide-parameters.ts';
import { proteinParameters } from './protein-parameters.ts';

/** Karlin-Altschul parameters of gapped alignments, and those of the length of an alignment by its score. */
export interface ScoringParameters {
  readonly lambda: number;
  readonly k: number;
  readonly alpha: number;
  readonly beta: number;
}

/** What a search scores with, as reports name it. */
export interface Scoring {
  readonly matrix?: string;
  readonly reward?: number;
  readonly penalty?: number;
  readonly gapOpen?: number;
  readonly gapExtend?: number;
}

/**
 * The published parameters; `undefined` where BLAST computes them from the query's composition, as for gap costs so high
 * that alignments have no gaps.
 */
export function scoringParameters(scoring: Scoring): ScoringParameters | undefined {
  const { matrix, reward = 1, penalty = -1, gapOpen = 0, gapExtend = 0 } = scoring;
  if (matrix !== undefined) return rowOf(proteinParameters[matrix], gapOpen, gapExtend);
  // Scores with a common divisor are those of the smaller ones, on a scale that many times as fine.
  const divisor = greatestCommonDivisor(reward, -penalty);
  const rows = nucleotideParameters[`${String(reward / divisor)},${String(penalty / divisor)}`];
  const found = rowOf(rows, gapOpen / divisor, gapExtend / divisor);
  return found && { ...found, lambda: found.lambda / divisor, alpha: found.alpha / divisor };
}

function rowOf(
  rows: readonly GapCostRow[] | undefined,
  gapOpen: number,
  gapExtend: number,
): ScoringParameters | undefined {
  const row = rows?.find(([open, extend]) => open === gapOpen && extend === gapExtend);
  return row && { lambda: row[2], k: row[3], alpha: row[4], beta: row[5] };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
