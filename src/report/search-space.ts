import type { ScoringParameters } from './scoring-parameters.ts';

/** Sizes that a search space follows from, in residues of the alignment: a translated sequence counts a third. */
export interface SearchSizes {
  readonly queryLength: number;
  readonly databaseLength: number;
  readonly databaseSequences: number;
}

/**
 * The length adjustment of a query: the largest whole number l that is at most the expected length of an alignment whose
 * E-value is 1 in what is left of query and database, alpha / lambda * ln(K (m - l) (n - N l)) + beta (Altschul and others
 * 2001), and that leaves so much of them that K (m - l) (n - N l) exceeds both.
 */
export function lengthAdjustment(scoring: ScoringParameters, sizes: SearchSizes): number {
  const { lambda, k, alpha, beta } = scoring;
  const { queryLength: m, databaseLength: n, databaseSequences: sequences } = sizes;
  const room = n * m - Math.max(m, n) / k;
  if (room < 0) return 0;
  const half = m * sequences + n;
  let least = 0;
  let most = Math.floor((2 * room) / (half + Math.sqrt(half * half - 4 * sequences * room)));
  while (least < most) {
    const length = Math.ceil((least + most) / 2);
    const expected =
      (alpha / lambda) * (Math.log(k) + Math.log((m - length) * (n - sequences * length))) + beta;
    if (expected >= length) least = length;
    else most = length - 1;
  }
  return least;
}

/** The effective search space with a length adjustment. May exceed what a number holds exactly. */
export function searchSpace(sizes: SearchSizes, adjustment: number): bigint {
  const database = Math.max(1, sizes.databaseLength - sizes.databaseSequences * adjustment);
  return BigInt(database) * BigInt(sizes.queryLength - adjustment);
}
