import type { SequenceSpan } from '../formats/fasta-spans.ts';
import type { Cutter } from './cutter.ts';

/** A chunk this many times the average is ended whatever its content: so many equal sequences have no least one. */
const forcedAtAverages = 8;

/**
 * Ends a chunk after the sequences whose digest is the least within half an average on either side, so that chunks are
 * between that and a few times as much; the ends of the query count as least. Sizes scatter far less than those of
 * `cutByContent`: as few chunks keep as many cores busy, and there are no tiny ones, which cost a process each.
 *
 * What lies farther off counts for nothing: a changed sequence changes the chunks around it, two as a rule, seldom four.
 * For queries without a sequence that BLAST+ itself cuts (see `markBeforeLong`): any cut may be made.
 */
export function cutEvenly(averageResidues: number): Cutter {
  return async function* (sequences) {
    let chunk: SequenceSpan[] = [];
    let chunkResidues = 0;
    for await (const { sequence, isLeast } of markLeast(sequences, averageResidues / 2)) {
      chunk.push(sequence);
      chunkResidues += sequence.residueCount;
      if (!isLeast && chunkResidues < averageResidues * forcedAtAverages) continue;
      yield chunk;
      chunk = [];
      chunkResidues = 0;
    }
    if (chunk.length > 0) yield chunk;
  };
}

interface Placed {
  readonly sequence: SequenceSpan;
  /** Residues of the query up to its end. */
  readonly end: number;
}

/** Of equal digests the first counts as the least. @param reach - in residues, from end to end, exclusive */
async function* markLeast(
  sequences: AsyncIterable<SequenceSpan>,
  reach: number,
): AsyncGenerator<{ readonly sequence: SequenceSpan; readonly isLeast: boolean }> {
  /** Those that the first one of `ahead` reaches back to. */
  const behind: Placed[] = [];
  const ahead: Placed[] = [];
  let end = 0;
  for await (const sequence of sequences) {
    end += sequence.residueCount;
    ahead.push({ sequence, end });
    for (let next = ahead[0]; next && end - next.end >= reach; next = ahead[0]) {
      const from = next.end - reach;
      while (behind[0] && behind[0].end <= from) behind.shift();
      yield { sequence: next.sequence, isLeast: from >= 0 && isLeastOf(behind, ahead, next.end + reach) };
      behind.push(next);
      ahead.shift();
    }
  }
  for (const { sequence } of ahead) yield { sequence, isLeast: false };
}

/** @param to - where the reach of the first one ahead ends */
function isLeastOf(behind: readonly Placed[], ahead: readonly Placed[], to: number): boolean {
  const digest = ahead[0]?.sequence.digest ?? '';
  return (
    behind.every((one) => one.sequence.digest > digest) &&
    ahead.every((one) => one.end >= to || one.sequence.digest >= digest)
  );
}
