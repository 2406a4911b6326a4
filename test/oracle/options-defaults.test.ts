import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defaultsOf } from '../../src/search/option-defaults.ts';
import { optionTable } from '../../src/search/option-table.ts';
import { programs, programTable, type Program } from '../../src/search/program.ts';
import { OptionsRig, twoAtATime } from './options-rig.ts';

// Generous: the tools share the machine with whatever else runs.
jest.setTimeout(180_000);

type Options = Readonly<Record<string, string>>;

const tasks = programs.flatMap((program) =>
  programTable[program].tasks.map((task) => [program, task] as const),
);
const matrixCases = programs.flatMap((program) => {
  const rule = optionTable[program]['matrix'];
  const names = rule?.kind === 'matrix' ? rule.names : [];
  return names.map((matrix) => [program, matrix] as const);
});

describe('values we drop as defaults of the tool', () => {
  let rig: OptionsRig;
  beforeAll(async () => {
    rig = await OptionsRig.create();
  });
  afterAll(async () => {
    await rig.remove();
  });

  /** Weak hits too, so that a difference in any cut-off shows. */
  async function rows(program: Program, task: string, options: Options): Promise<string> {
    const { hasTaskOption } = programTable[program];
    const all = { evalue: '100', ...options };
    const argv = [
      ...(hasTaskOption ? ['-task', task] : []),
      ...['-db', OptionsRig.databaseOf(program), '-outfmt', '6', '-num_threads', '1'],
      ...Object.entries(all).flatMap(([name, value]) => [`-${name}`, value]),
    ];
    const { exitCode, stdout, stderr } = await rig.search(program, argv);
    return exitCode === 0 ? stdout : `exit ${String(exitCode)}: ${stderr}`;
  }

  it.each(tasks)('change no byte when given to %s, task %s', async (program, task) => {
    const without = await rows(program, task, {});
    const withoutEvalue = await rows(program, task, { evalue: '10' });
    const explicit = Object.entries(defaultsOf(program, task)).filter(([name]) => name !== 'evalue');
    // A `-fast` task spends its time on its word table, so its defaults go into one run.
    const singles = task.endsWith('-fast') ? [explicit] : explicit.map((option) => [option]);
    const differing = await twoAtATime(singles, async (some) =>
      (await rows(program, task, Object.fromEntries(some))) === without ? [] : some,
    );
    expect(differing.flat()).toEqual([]);
    expect(withoutEvalue).toBe(
      await rows(program, task, { evalue: defaultsOf(program, task)['evalue'] ?? '' }),
    );
    expect(without).not.toMatch(/^exit/);
    if (!task.endsWith('-fast')) expect(without).not.toBe('');
  });

  it.each(matrixCases)('change no byte when given to %s beside matrix %s', async (program, matrix) => {
    const task = programTable[program].defaultTask;
    const { window_size, threshold, gapopen, gapextend } = { ...defaultsOf(program, task, matrix) };
    const ofMatrix = { window_size, threshold, gapopen, gapextend };
    const explicit = Object.entries(ofMatrix).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const given = await rows(program, task, { matrix, ...Object.fromEntries(explicit) });
    expect(given).toBe(await rows(program, task, { matrix }));
    expect(given).not.toMatch(/^exit/);
  });

  it.each([
    ['blastp', 'blastp', { searchsp: '0' }],
    ['blastp', 'blastp', { window_size: '15' }],
    ['blastp', 'blastp', { threshold: '12' }],
    ['blastp', 'blastp', { xdrop_gap_final: '10' }],
    ['blastp', 'blastp', { comp_based_stats: '0' }],
    ['blastp', 'blastp-short', { window_size: '40' }],
    ['blastx', 'blastx', { seg: 'no' }],
    ['blastx', 'blastx', { sum_stats: 'false' }],
    ['tblastn', 'tblastn', { threshold: '11' }],
    ['tblastx', 'tblastx', { word_size: '2' }],
    ['psiblast', 'psiblast', { gap_trigger: '10' }],
    ['psiblast', 'psiblast', { comp_based_stats: '1' }],
    ['deltablast', 'deltablast', { word_size: '2' }],
    ['rpsblast', 'rpsblast', { comp_based_stats: '0' }],
    ['rpsblast', 'rpsblast', { comp_based_stats: '2' }],
    ['rpstblastn', 'rpstblastn', { comp_based_stats: 'D' }],
    ['rpstblastn', 'rpstblastn', { window_size: '15' }],
    ['blastn', 'blastn', { sum_stats: 'true' }],
    ['blastn', 'blastn', { word_size: '8' }],
    ['blastn', 'megablast', { word_size: '16' }],
    ['blastn', 'rmblastn', { reward: '1', penalty: '-3' }],
  ] as const)(
    'are told from others by this test: %s, task %s, answers otherwise to %j',
    async (program, task, options) => {
      expect(await rows(program, task, options)).not.toBe(await rows(program, task, {}));
    },
  );
});
