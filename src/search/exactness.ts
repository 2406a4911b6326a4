import type { CanonicalOptions } from './options.ts';
import type { Program } from './program.ts';
import { isInRounds } from './rounds.ts';

/** How a query may be split so that the pieces give the rows of the whole, byte for byte in tabular output. */
export interface SplittingRule {
  /** `anywhere`: between any two sequences. `reader-batches`: only where the tool's reader ends a batch. */
  readonly cut: 'anywhere' | 'reader-batches';
  /**
   * The reader batch (`BATCH_SIZE`) in residues of the query as it is read, so bases for translated queries. These are
   * the sizes BLAST+ 2.12.0 uses when nothing is set, except for blastn: there it varies them while it runs, and
   * megablast, which is quick, is given larger ones because each batch reads the whole database. For `anywhere` it must
   * not be larger than BLAST+'s own, see `markBeforeLong`.
   */
  readonly batchSizeResidues: number;
  /** Residues in a chunk: on average for `anywhere`, at least for `reader-batches`. */
  readonly chunkResidues: number;
  /** For `anywhere`, and a query without a sequence that BLAST+ itself cuts: see `cutEvenly`. Default: false. */
  readonly isEven?: boolean;
  readonly provedBy: string;
}

/**
 * The rule of a program and task. A task that was not proved is cut on reader batches, where a piece sees exactly the
 * batches that the whole run sees.
 */
export function splittingRuleOf(
  program: Program,
  task: string,
  options: CanonicalOptions = {},
): SplittingRule {
  if (isInRounds(options)) return eachQuery;
  const rules = splittingRules[program];
  return (Object.hasOwn(rules, task) ? rules[task] : undefined) ?? onBatches(defaultBatch[program]);
}

const defaultBatch: Readonly<Record<Program, number>> = {
  blastn: 100_000,
  blastp: 10_000,
  blastx: 10_002,
  tblastn: 20_000,
  tblastx: 10_002,
  psiblast: 10_000,
  deltablast: 10_000,
  rpsblast: 10_000,
  rpstblastn: 10_002,
};

/** @param configurations - how many random ones the proof took so far; more with `EXACTNESS_CONFIGURATIONS` */
function anywhere(batchSizeResidues: number, chunkResidues: number, configurations: number): SplittingRule {
  const provedBy = `test/oracle/exactness.test.ts: chunked = unchunked in ${String(configurations)} random configurations, BLAST+ 2.12.0`;
  return { cut: 'anywhere', batchSizeResidues, chunkResidues, provedBy };
}

function onBatches(batchSizeResidues: number): SplittingRule {
  return {
    cut: 'reader-batches',
    batchSizeResidues,
    chunkResidues: batchSizeResidues,
    provedBy: 'by construction',
  };
}

/**
 * A batch of the reader is one query, and so is a chunk: no query has a neighbour. In rounds the formatter tells the
 * rounds of one query apart only so.
 */
export const eachQuery: SplittingRule = {
  ...onBatches(1),
  provedBy: 'test/oracle/report-profiles.test.ts: query by query = unchunked, BLAST+ 2.12.0',
};

/**
 * Whether the rows of a query hang on nothing else in its batch, as long as no sequence there is long. With `ungapped`
 * the E-values of blastx do, as in tblastx, which is always ungapped.
 */
export function isExactAnywhere({ cut }: SplittingRule, options: CanonicalOptions): boolean {
  return cut === 'anywhere' && !('ungapped' in options);
}

/**
 * What may be cut anywhere, and chunk sizes. A chunk costs some 0.1 s of BLAST+ 2.12.0 (its start, a look at the whole
 * database) and 0.09 s of ours; an edited query runs one of twice the average again, on one core. Measured with 500
 * proteins of 246,000 residues against 9 million, two cores, time beside one process with two threads, and of an edit:
 * 1.21 and 2.7 s with 2,000 residues, 1.13 and 2.9 s with 3,000, 1.07 with 4,000, where an edit would take more than 5 %
 * and 1 s.
 * A `-fast` task builds a large word table (0.2 s) for each batch, hence larger chunks.
 * Not cut anywhere, because rows then differ: tblastx (most searches), blastn (a few rows of high E-value), megablast (the
 * same, with short words). The oracle tests show each difference.
 */
export const splittingRules: Readonly<Record<Program, Readonly<Record<string, SplittingRule>>>> = {
  blastp: {
    blastp: anywhere(defaultBatch.blastp, 3_000, 40),
    'blastp-fast': anywhere(defaultBatch.blastp, 30_000, 14),
  },
  blastx: { blastx: anywhere(defaultBatch.blastx, 20_000, 40) },
  tblastn: { tblastn: anywhere(defaultBatch.tblastn, 20_000, 40) },
  blastn: { megablast: onBatches(500_000), blastn: onBatches(defaultBatch.blastn) },
  tblastx: { tblastx: onBatches(defaultBatch.tblastx) },
  psiblast: { psiblast: onBatches(defaultBatch.psiblast) },
  deltablast: { deltablast: onBatches(defaultBatch.deltablast) },
  rpsblast: { rpsblast: onBatches(defaultBatch.rpsblast) },
  rpstblastn: { rpstblastn: onBatches(defaultBatch.rpstblastn) },
};
