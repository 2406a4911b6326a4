import type { Cutter } from './cutter.ts';

/** A chunk this many times the average is ended whatever its content. */
const forcedAtAverages = 16;

/**
 * Ends a chunk after a sequence by what that sequence is: its digest, read as a fraction of one, lies below its share
 * of the average chunk. Nothing else counts, neither what precedes it nor its number, so an inserted, deleted or edited
 * sequence changes at most two chunks, and queries shared by two jobs lie in the same chunks. A sequence as long as the
 * average always ends its chunk.
 *
 * Chunk sizes then scatter like waiting times (one in 50 is longer than four averages): start long chunks first. A
 * minimum size would break the promise, because each cut would depend on the one before. So does the forced end, which
 * different sequences reach once in 9 million chunks (e^-16); after it, the next content cut is the same as before.
 */
export function cutByContent(averageResidues: number): Cutter {
  let residues = 0;
  return {
    endsAfter({ residueCount, digest }) {
      residues += residueCount;
      const byContent = fractionOf(digest) < residueCount / averageResidues;
      const ends = byContent || residues >= averageResidues * forcedAtAverages;
      if (ends) residues = 0;
      return ends;
    },
  };
}

/** The first 32 bits of a hexadecimal digest, in [0, 1). */
const fractionOf = (digest: string): number => parseInt(digest.slice(0, 8), 16) / 2 ** 32;
