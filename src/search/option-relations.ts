import { matrixTable, nucleotideGapCosts, nucleotideScorePairs, type GapCosts } from './option-gap-costs.ts';
import type { OptionDefaults } from './option-defaults.ts';
import type { Program } from './program.ts';

/** One thing wrong with an option; `message` is a sentence for the person who set it. */
export interface OptionProblem {
  readonly option: string;
  /** Options that may have a part in it, given or not: what to change is perhaps one of them. */
  readonly others?: readonly string[];
  readonly message: string;
}

/** Options that are well-formed one by one: what was given, before anything equal to a default is dropped. */
export interface GivenOptions {
  readonly program: Program;
  readonly task: string;
  readonly given: ReadonlyMap<string, string>;
  readonly defaults: OptionDefaults;
}

type Check = (options: GivenOptions) => OptionProblem | undefined;

const exclusions: readonly (readonly [string, string])[] = [
  ['culling_limit', 'best_hit_overhang'],
  ['culling_limit', 'best_hit_score_edge'],
  ['db_soft_mask', 'db_hard_mask'],
  ['taxids', 'negative_taxids'],
  // BLAST+ 2.12.0 crashes on this pair.
  ['ungapped', 'use_sw_tback'],
];

const requirements: readonly (readonly [string, string])[] = [
  ['template_type', 'template_length'],
  ['template_length', 'template_type'],
];

/** Rules over more than one option. Source: `-help` and the error messages of BLAST+ 2.12.0. */
export function relationProblems(options: GivenOptions): OptionProblem[] {
  const checks: Check[] = [
    ...exclusions.map((pair) => excluded(...pair)),
    ...requirements.map((pair) => required(...pair)),
    template,
    discontiguousWordSize,
    offDiagonalRange,
    ungappedComposition,
    identityWordSize,
    identityTraceback,
    intronLength,
    neighbourhood,
    profileCrash('culling_limit', '0'),
    profileCrash('sum_stats', 'false'),
    proteinGapCosts,
    rmblastnScores,
    nucleotideScores,
  ];
  return checks.map((check) => check(options)).filter((problem) => problem !== undefined);
}

function excluded(first: string, second: string): Check {
  return ({ given }) =>
    given.has(first) && given.has(second)
      ? {
          option: first,
          others: [second],
          message: `Options "${first}" and "${second}" exclude each other; give one of them.`,
        }
      : undefined;
}

function required(option: string, other: string): Check {
  return ({ given }) =>
    given.has(option) && !given.has(other)
      ? {
          option,
          others: [other],
          message: `Option "${option}" works only together with "${other}"; give both or neither.`,
        }
      : undefined;
}

function template({ given, task }: GivenOptions): OptionProblem | undefined {
  const { option, others } = firstGiven(given, ['template_type', 'template_length']);
  if (!given.has(option) || task === 'dc-megablast') return undefined;
  return {
    option,
    others,
    message: `Option "${option}" is for task dc-megablast only; the task is ${task}.`,
  };
}

function discontiguousWordSize({ given, task }: GivenOptions): OptionProblem | undefined {
  const size = given.get('word_size');
  if (task !== 'dc-megablast' || size === undefined || size === '11' || size === '12') return undefined;
  return {
    option: 'word_size',
    message: `Option "word_size" must be 11 or 12 for task dc-megablast, not ${size}.`,
  };
}

function offDiagonalRange(options: GivenOptions): OptionProblem | undefined {
  const needed = (effective(options, 'off_diagonal_range') ?? '0') !== '0';
  if (!needed || effective(options, 'window_size') !== '0') return undefined;
  return {
    option: 'off_diagonal_range',
    others: ['window_size'],
    message: 'Option "off_diagonal_range" needs a "window_size" greater than 0; give one, such as 40.',
  };
}

function ungappedComposition(options: GivenOptions): OptionProblem | undefined {
  const composition = effective(options, 'comp_based_stats');
  if (!options.given.has('ungapped') || composition === undefined || composition === '0') return undefined;
  return {
    option: 'ungapped',
    others: ['comp_based_stats'],
    message:
      'Option "ungapped" works only without composition-based statistics; set comp_based_stats to 0 (none).',
  };
}

function identityWordSize(options: GivenOptions): OptionProblem | undefined {
  const size = effective(options, 'word_size') ?? '0';
  if (effective(options, 'matrix') !== 'IDENTITY' || Number(size) <= 5) return undefined;
  return {
    option: 'word_size',
    others: ['matrix'],
    message: `Option "word_size" must be at most 5 with matrix IDENTITY; it is ${size}.`,
  };
}

/** BLAST+ 2.12.0 replaces composition statistics for IDENTITY and then fails in the traceback. */
function identityTraceback(options: GivenOptions): OptionProblem | undefined {
  if (effective(options, 'matrix') !== 'IDENTITY' || !options.given.has('use_sw_tback')) return undefined;
  return {
    option: 'use_sw_tback',
    others: ['matrix'],
    message: 'Option "use_sw_tback" does not work with matrix IDENTITY.',
  };
}

/** BLAST+ 2.12.0 lists the option for tblastx and refuses every value but 0. */
function intronLength({ program, given }: GivenOptions): OptionProblem | undefined {
  const option = 'max_intron_length';
  if (program !== 'tblastx' || (given.get(option) ?? '0') === '0') return undefined;
  return {
    option,
    message: `Option "${option}" must be 0 for tblastx; longer introns are for blastx and tblastn.`,
  };
}

/** Measured with BLAST+ 2.12.0: below this the table of neighbouring words of long words takes minutes and gigabytes. */
function neighbourhood(options: GivenOptions): OptionProblem | undefined {
  const threshold = options.given.get('threshold');
  const size = effective(options, 'word_size') ?? '0';
  if (threshold === undefined || Number(size) < 5 || Number(threshold) >= 10) return undefined;
  return {
    option: 'threshold',
    others: ['word_size'],
    message: `Option "threshold" must be at least 10 with a word_size of 5 or more; it is ${threshold} with ${size}.`,
  };
}

/** BLAST+ 2.12.0 crashes where the option does anything. */
function profileCrash(option: string, harmless: string): Check {
  return ({ program, given }) => {
    if (program !== 'rpsblast' && program !== 'rpstblastn') return undefined;
    if ((given.get(option) ?? harmless) === harmless) return undefined;
    return {
      option,
      message: `Option "${option}" must be ${harmless} for ${program}: BLAST+ crashes otherwise.`,
    };
  };
}

function proteinGapCosts(options: GivenOptions): OptionProblem | undefined {
  const matrix = effective(options, 'matrix') ?? '';
  const costs = gapCostsOf(options);
  const supported = matrixTable[matrix]?.gapCosts;
  if (costs === undefined || supported === undefined || options.given.has('ungapped')) return undefined;
  return contains(supported, costs)
    ? undefined
    : unsupportedGapCosts(options, costs, `matrix ${matrix}`, supported);
}

/** Task rmblastn has scores of its own; one alone leaves the other at zero, which the tool refuses. */
function rmblastnScores({ given, task }: GivenOptions): OptionProblem | undefined {
  if (task !== 'rmblastn' || given.has('reward') === given.has('penalty')) return undefined;
  const [option, other] = given.has('reward') ? ['reward', 'penalty'] : ['penalty', 'reward'];
  return {
    option,
    others: [other],
    message: 'Options "reward" and "penalty" go together for task rmblastn; give both or neither.',
  };
}

function nucleotideScores(options: GivenOptions): OptionProblem | undefined {
  const { program, given } = options;
  const costs = gapCostsOf(options);
  if (program !== 'blastn' || costs === undefined) return undefined;
  const linear = costs[0] === 0 && costs[1] === 0;
  const greedy = options.task === 'megablast' && !given.has('no_greedy');
  if (linear && !greedy) return linearWithoutGreedy(options);
  if (given.has('ungapped')) return undefined;
  const reward = Number(effective(options, 'reward') ?? '1');
  const penalty = Number(effective(options, 'penalty') ?? '-3');
  const pair = nucleotideGapCosts({ reward, penalty });
  const scores = `reward ${String(reward)} and penalty ${String(penalty)}`;
  if (pair === undefined) {
    const known = nucleotideScorePairs.join(', ');
    const message = `There are no statistics for ${scores}; use one of ${known} or a multiple of one.`;
    return { ...firstGiven(given, ['reward', 'penalty']), message };
  }
  const [open, extend] = costs;
  const high = open >= pair.above[0] && extend >= pair.above[1];
  if (linear ? pair.linear : high || contains(pair.gapCosts, costs)) return undefined;
  const listed = pair.linear && greedy ? [[0, 0] as const, ...pair.gapCosts] : pair.gapCosts;
  const orMore = `, or at least ${String(pair.above[0])},${String(pair.above[1])}`;
  return unsupportedGapCosts(options, costs, scores, [...listed, pair.above], orMore);
}

function linearWithoutGreedy({ given }: GivenOptions): OptionProblem {
  const message =
    'Gap costs 0,0 work only with the greedy extension of megablast; give gapopen and gapextend.';
  return { ...firstGiven(given, ['no_greedy', 'gapopen', 'gapextend']), message };
}

function unsupportedGapCosts(
  { given }: GivenOptions,
  [open, extend]: GapCosts,
  what: string,
  supported: readonly GapCosts[],
  more = '',
): OptionProblem {
  const unique = [...new Set(supported.map((pair) => pair.join(',')))];
  const message =
    `Gap costs ${String(open)},${String(extend)} (gapopen,gapextend) are not supported with ${what}; ` +
    `use one of ${unique.join(' ')}${more}.`;
  return { ...firstGiven(given, ['gapopen', 'gapextend', 'reward', 'penalty', 'matrix']), message };
}

/** The first candidate that was given, with the others beside it. */
function firstGiven(
  given: GivenOptions['given'],
  candidates: readonly [string, ...string[]],
): Required<Pick<OptionProblem, 'option' | 'others'>> {
  const option = candidates.find((name) => given.has(name)) ?? candidates[0];
  return { option, others: candidates.filter((name) => name !== option) };
}

function gapCostsOf(options: GivenOptions): GapCosts | undefined {
  const open = effective(options, 'gapopen');
  const extend = effective(options, 'gapextend');
  return open === undefined || extend === undefined ? undefined : [Number(open), Number(extend)];
}

function contains(pairs: readonly GapCosts[], [open, extend]: GapCosts): boolean {
  return pairs.some((pair) => pair[0] === open && pair[1] === extend);
}

function effective({ given, defaults }: GivenOptions, option: string): string | undefined {
  return given.get(option) ?? defaults[option];
}
