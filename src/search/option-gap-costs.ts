/** A pair of gap costs: existence and extension. */
export type GapCosts = readonly [open: number, extend: number];

/** What BLAST+ 2.12.0 knows of one protein scoring matrix; the first pair is the default. */
export interface MatrixEntry {
  readonly gapCosts: readonly [GapCosts, ...GapCosts[]];
  readonly windowSize: number;
  /** Neighbouring-word threshold of blastp; translated searches add their own offset. */
  readonly threshold: number;
}

/** "Infinite" costs, in the table of every matrix: the gapped machinery without gaps. */
const none: GapCosts = [32_767, 32_767];

/**
 * Supported matrices and gap costs, as BLAST+ 2.12.0 lists them when given unsupported ones;
 * defaults, windows and thresholds as it writes them into an archive.
 */
export const matrixTable: Readonly<Record<string, MatrixEntry>> = {
  BLOSUM45: matrix(14, 60, '14,2 13,3 12,3 11,3 10,3 16,2 15,2 13,2 12,2 19,1 18,1 17,1 16,1'),
  BLOSUM50: matrix(11, 40, '13,2 13,3 12,3 11,3 10,3 9,3 16,2 15,2 14,2 12,2 19,1 18,1 17,1 16,1 15,1'),
  BLOSUM62: matrix(11, 40, '11,1 11,2 10,2 9,2 8,2 7,2 6,2 13,1 12,1 10,1 9,1'),
  BLOSUM80: matrix(12, 25, '10,1 25,2 13,2 9,2 8,2 7,2 6,2 11,1 9,1'),
  BLOSUM90: matrix(11, 40, '10,1 9,2 8,2 7,2 6,2 11,1 9,1'),
  PAM30: matrix(16, 15, '9,1 7,2 6,2 5,2 10,1 8,1 15,3 14,2 14,1 13,3'),
  PAM70: matrix(14, 20, '10,1 8,2 7,2 6,2 11,1 9,1 11,2 12,3'),
  PAM250: matrix(11, 40, '14,2 15,3 14,3 13,3 12,3 11,3 17,2 16,2 15,2 13,2 21,1 20,1 19,1 18,1 17,1'),
  IDENTITY: matrix(27, 40, '15,2'),
};

function matrix(threshold: number, windowSize: number, pairs: string): MatrixEntry {
  const [first = none, ...rest] = parsePairs(pairs);
  return { threshold, windowSize, gapCosts: [first, ...rest, none] };
}

interface ScorePair {
  readonly gapCosts: readonly GapCosts[];
  /** Costs of at least both of these are supported whatever they are. */
  readonly above: GapCosts;
  /** Whether costs 0,0 exist: linear gaps, of greedy extension only. */
  readonly linear: boolean;
}

/**
 * Supported nucleotide reward/penalty pairs in lowest terms with their gap costs, measured with BLAST+ 2.12.0 over
 * a grid. A multiple of a pair (2/-4) takes the costs of the pair times the same factor.
 */
const scorePairs: Readonly<Record<string, ScorePair>> = {
  '1/-1': { gapCosts: parsePairs('3,2 2,2 1,2 0,2 4,1 3,1 2,1'), above: [4, 2], linear: false },
  '1/-2': { gapCosts: parsePairs('2,2 1,2 0,2 3,1 2,1 1,1'), above: [2, 2], linear: true },
  '1/-3': { gapCosts: parsePairs('2,2 1,2 0,2 2,1 1,1'), above: [2, 2], linear: true },
  '1/-4': { gapCosts: parsePairs('1,2 0,2 2,1 1,1'), above: [2, 2], linear: true },
  '1/-5': { gapCosts: parsePairs('3,3'), above: [3, 3], linear: true },
  '2/-3': { gapCosts: parsePairs('4,4 2,4 0,4 3,3 6,2 5,2 4,2 2,2'), above: [6, 4], linear: true },
  '2/-5': { gapCosts: parsePairs('2,4 0,4 4,2 2,2'), above: [4, 4], linear: true },
  '2/-7': { gapCosts: parsePairs('2,4 0,4 4,2 2,2'), above: [4, 4], linear: true },
  '3/-2': { gapCosts: parsePairs('5,5'), above: [5, 5], linear: false },
  '3/-4': { gapCosts: parsePairs('6,3 5,3 4,3 6,2 5,2 4,2'), above: [6, 3], linear: false },
  '4/-5': { gapCosts: parsePairs('6,5 5,5 4,5 3,5'), above: [12, 8], linear: true },
  '5/-4': { gapCosts: parsePairs('10,6 8,6'), above: [25, 10], linear: false },
};

export interface NucleotideScores {
  readonly reward: number;
  readonly penalty: number;
}

/** Reward/penalty pairs a gapped nucleotide search supports, in lowest terms. */
export const nucleotideScorePairs: readonly string[] = Object.keys(scorePairs);

/** Gap costs of a reward and penalty; undefined when the pair (or the pair it is a multiple of) is unsupported. */
export function nucleotideGapCosts({ reward, penalty }: NucleotideScores): ScorePair | undefined {
  const factor = greatestCommonDivisor(reward, -penalty);
  const pair = scorePairs[`${String(reward / factor)}/${String(penalty / factor)}`];
  if (pair === undefined) return undefined;
  const scaled = ([open, extend]: GapCosts): GapCosts => [open * factor, extend * factor];
  return { gapCosts: pair.gapCosts.map(scaled), above: scaled(pair.above), linear: pair.linear };
}

function parsePairs(text: string): GapCosts[] {
  return text.split(' ').map((pair): GapCosts => {
    const [open = 0, extend = 0] = pair.split(',').map(Number);
    return [open, extend];
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
