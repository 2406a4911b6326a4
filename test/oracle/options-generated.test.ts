import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PlatformError } from '../../src/errors/index.ts';
import { parseSearchOptions } from '../../src/search/canonical-options.ts';
import { matrixTable, nucleotideScorePairs } from '../../src/search/option-gap-costs.ts';
import { optionTable } from '../../src/search/option-table.ts';
import { programs, programTable, type Program } from '../../src/search/program.ts';
import { searchArgv } from '../../src/search/search-argv.ts';
import { OptionsRig, twoAtATime } from './options-rig.ts';
import { seeded } from '../support/seeded.ts';

// Generous: the tools share the machine with whatever else runs.
jest.setTimeout(180_000);

const configurationsPerTask = 20;
/** Of a `-fast` task, whose word table alone takes a fifth of a second. */
const configurationsPerFastTask = 10;
const seed = 20_220_217;
const tasks = programs.flatMap((program) =>
  programTable[program].tasks.map((task) => [program, task] as const),
);

type Configuration = Record<string, string | boolean>;
type Pick = <T>(values: readonly [T, ...T[]]) => T;

/** Not generated: what these databases have no data for. */
const needsData = ['taxids', 'negative_taxids', 'db_soft_mask', 'db_hard_mask'];

/** Not generated either: with hits the tool crashes or does not end, without any it does neither. The near misses have them. */
const fatal: Readonly<Partial<Record<Program, readonly string[]>>> = {
  rpsblast: ['culling_limit', 'sum_stats'],
  rpstblastn: ['sum_stats'],
};

/** Where a value alone is well-formed but a combination is left to the rules over several options. */
const values: Readonly<Record<string, readonly [string, ...string[]]>> = {
  evalue: ['1e-5', '0.001', '1', '50', '1E+2', '.5'],
  max_target_seqs: ['1', '3', '5', '100', '5000'],
  max_hsps: ['1', '2', '10'],
  qcov_hsp_perc: ['0', '5', '50.5', '100'],
  perc_identity: ['0', '60', '99.9', '100'],
  culling_limit: ['0', '1', '5'],
  best_hit_overhang: ['0.1', '0.49'],
  best_hit_score_edge: ['0.05', '1e-3'],
  dbsize: ['0', '1000', '9223372036854775807'],
  searchsp: ['0', '100000', '12345678901234'],
  query_loc: ['1-50', '10-150'],
  window_size: ['0', '1', '15', '40', '60'],
  xdrop_ungap: ['0.5', '7', '20', '30'],
  xdrop_gap: ['0', '15', '25', '30.5'],
  xdrop_gap_final: ['10', '25', '100', '200'],
  max_intron_length: ['0', '100', '20000'],
  strand: ['both', 'plus', 'minus'],
  query_gencode: ['1', '6', '9', '16', '21', '31', '33'],
  db_gencode: ['1', '6', '9', '16', '21', '31', '33'],
  comp_based_stats: ['0', 'F', '1', '2', 'T', '3', 'd'],
  seg: ['yes', 'no', '10 1.8 2.1', '25 3 3.3'],
  dust: ['yes', 'no', '30 50 2', '2 8 1', '64 64 32'],
  min_raw_gapped_score: ['0', '20', '80'],
  off_diagonal_range: ['0', '5', '30'],
  gap_trigger: ['0', '15', '22', '40.5'],
  num_iterations: ['0', '1', '2', '3'],
  pseudocount: ['0', '1', '9', '2147483647'],
  inclusion_ethresh: ['1e-10', '0.002', '0.1', '10'],
  domain_inclusion_ethresh: ['1e-5', '0.05', '5'],
  rpsdb: ['cdd_delta'],
  template_type: ['coding', 'coding_and_optimal', 'optimal'],
  template_length: ['16', '18', '21'],
};

/** Random options of a program: each well-formed, the combination good or bad. */
function configuration(program: Program, task: string, random: () => number): Configuration {
  const pick: Pick = (from) => from[Math.floor(random() * from.length)] ?? from[0];
  const chosen: Configuration = {};
  for (const [name, rule] of Object.entries(optionTable[program])) {
    if (needsData.includes(name) || fatal[program]?.includes(name) || random() > 0.22) continue;
    const list = values[name];
    if (rule.kind === 'flag') chosen[name] = true;
    else if (rule.kind === 'boolean') chosen[name] = pick(['true', 'false', 'T', 'no']);
    else if (list !== undefined) chosen[name] = pick(list);
  }
  if (program === 'blastn') return { ...chosen, ...nucleotideScores(task, random, pick) };
  return 'matrix' in optionTable[program]
    ? { ...chosen, ...proteinScores(program, task, random, pick) }
    : chosen;
}

function nucleotideScores(task: string, random: () => number, pick: Pick): Configuration {
  const wordSizes =
    task === 'dc-megablast' ? (['10', '11', '12'] as const) : (['4', '8', '11', '16', '30'] as const);
  const [first = '1/-3', ...rest] = nucleotideScorePairs;
  const [reward = '1', penalty = '-3'] = pick([first, ...rest, '3/-5', '2/-1', '2/-2', '2/-6']).split('/');
  return {
    ...(random() < 0.4 ? { word_size: pick(wordSizes) } : {}),
    ...(random() < 0.5 ? { reward, penalty } : random() < 0.1 ? { reward } : {}),
    ...(random() < 0.6 ? { gapopen: pick(['0', '2', '3', '5', '6', '12', '25']) } : {}),
    ...(random() < 0.6 ? { gapextend: pick(['0', '1', '2', '3', '4', '6', '10']) } : {}),
  };
}

function proteinScores(program: Program, task: string, random: () => number, pick: Pick): Configuration {
  const [first = 'BLOSUM62', ...rest] = Object.keys(matrixTable);
  const matrix = pick([first, ...rest]);
  const listed = pick(matrixTable[matrix]?.gapCosts ?? [[11, 1]]);
  const near = pick([0, 0, 0, 1]);
  const gaps = { gapopen: String(Math.min(listed[0] + near, 32_767)), gapextend: String(listed[1]) };
  const fast = task.endsWith('-fast');
  return {
    // Long words with a low threshold take seconds each.
    ...(random() < 0.3 ? { word_size: pick(fast ? ['5', '6', '7'] : ['2', '3', '4']) } : {}),
    ...(random() < 0.3 ? { threshold: pick(fast ? ['20', '21.5', '25'] : ['10', '11.5', '16']) } : {}),
    ...(random() < 0.6 ? { matrix } : {}),
    ...(random() < 0.4 && program !== 'tblastx' ? gaps : {}),
  };
}

function argvOf(program: Program, task: string, options: Readonly<Record<string, string>>): string[] {
  return searchArgv({ program, task, options, databases: [OptionsRig.databaseOf(program)] });
}

/** What a refused configuration would have been on the command line. */
function literal(input: Configuration): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, value === true ? '' : String(value)]),
  );
}

describe('random options', () => {
  let rig: OptionsRig;
  beforeAll(async () => {
    rig = await OptionsRig.create();
  });
  afterAll(async () => {
    await rig.remove();
  });

  async function disagreement(
    program: Program,
    task: string,
    input: Configuration,
  ): Promise<string | undefined> {
    let refusal = '';
    let options = literal(input);
    try {
      options = { ...parseSearchOptions(program, task, input).options };
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      refusal = error.message;
    }
    const { exitCode, stderr } = await rig.search(program, argvOf(program, task, options));
    const refused = exitCode !== 0 || /error/i.test(stderr);
    if (refused === (refusal !== '')) return undefined;
    return `${JSON.stringify(input)}: ours: ${refusal || 'accepted'}; tool: exit ${String(exitCode)} ${stderr.slice(0, 300)}`;
  }

  it.each(tasks)(
    'of %s, task %s, are refused by us exactly when the tool refuses them',
    async (program, task) => {
      const random = seeded(seed + task.length * 1_000 + program.length);
      const length = task.endsWith('-fast') ? configurationsPerFastTask : configurationsPerTask;
      const inputs = Array.from({ length }, () => configuration(program, task, random));
      const disagreements = await twoAtATime(inputs, (input) => disagreement(program, task, input));
      expect(disagreements.filter((text) => text !== undefined)).toEqual([]);
      const accepted = inputs.filter((input) => accepts(program, task, input));
      expect(accepted.length).toBeGreaterThanOrEqual(3);
    },
  );
});

function accepts(program: Program, task: string, input: Configuration): boolean {
  try {
    parseSearchOptions(program, task, input);
    return true;
  } catch {
    return false;
  }
}
