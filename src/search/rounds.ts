import type { CanonicalOptions } from './options.ts';

/**
 * Whether a search repeats each query with a profile of what it found (psiblast, deltablast). BLAST+ 2.12.0 then works on
 * one query after another and writes an archive for each of its rounds.
 */
export function isInRounds(options: CanonicalOptions): boolean {
  return 'num_iterations' in options;
}
