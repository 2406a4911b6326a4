import type { QueryLimits } from '../../src/usecases/store-query.ts';

/**
 * Most bytes of a streamed FASTA file. What counts is sequences and residues, and their limits are kept while reading;
 * this only ends a file that is all names, blanks and comments. Line ends, blanks and gaps may double the residues, and a
 * name may have 1,000 characters on average.
 */
export function uploadLimitBytes({ maxResidues, maxSequences }: QueryLimits): number {
  return 2 * maxResidues + 1_000 * maxSequences + 64 * 1024;
}
