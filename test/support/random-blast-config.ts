import { fieldsOf } from '../../src/multiblast/blast-fields.ts';
import { parseBlastConfig } from '../../src/multiblast/parse-blast-config.ts';
import { matrixTable } from '../../src/search/option-gap-costs.ts';
import { programTable, type Program } from '../../src/search/program.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Fields that belong together: with this chance one of the choices is taken, if the tool has all its fields. */
interface Group {
  readonly chance: number;
  /** Tasks that the group is for, where not for all. */
  readonly of?: RegExp;
  readonly choices: readonly Json[];
}

const one = (name: string, chance: number, ...values: unknown[]): Group => ({
  chance,
  choices: values.map((value) => ({ [name]: value })),
});

const gapCosts = Object.entries(matrixTable).flatMap(([matrix, { gapCosts: pairs }]) =>
  pairs.slice(0, 3).map(([gapOpen, gapExtend]): Json => ({ matrix, gapOpen, gapExtend })),
);

const groups: readonly Group[] = [
  one('queryLocation', 0.2, { start: 1, stop: 150 }, { stop: 200, start: 10 }),
  one('eValue', 0.6, '1e-5', '1e5', '10', '0.001', '1e+2', '10.0', '50'),
  one('softMasking', 0.3, true, false),
  one('lowercaseMasking', 0.3, true, false),
  one('parseDefLines', 0.1, true, false),
  one('queryCoverageHSPPercent', 0.2, 0, 20.5, 100),
  one('maxHSPs', 0.2, 1, 3),
  one('maxTargetSequences', 0.4, 1, 5, 500, 5000),
  one('dbSize', 0.2, 0, 5_000_000, '9223372036854775807', '1000'),
  one('searchSpace', 0.2, 0, 12_345_678_901_234, '9007199254740993'),
  one('xDropoffUngapped', 0.2, 0.5, 7, 20),
  one('windowSize', 0.2, 0, 15, 40),
  one('strand', 0.4, 'both', 'plus', 'minus'),
  { ...one('wordSize', 0.3, 2, 3, 4), of: /^(?!.*-fast)(t?blast[px]|tblastn|psi|delta)/ },
  { ...one('wordSize', 0.4, 11, 12), of: /megablast$|^(rm)?blastn/ },
  { chance: 0.5, of: /^(?!.*-fast)/, choices: [...gapCosts, { matrix: 'PAM70' }] },
  one('matrix', 0.2, 'BLOSUM62', 'BLOSUM80'),
  { ...one('threshold', 0.2, 11, 14.5), of: /^(?!.*-fast)/ },
  { ...one('threshold', 0.3, 21, 24.5), of: /-fast$/ },
  one('compBasedStats', 0.4, 'none', 'simplified', 'comp-based-stats'),
  one('compBasedStats', 0.2, 'comp-based-score-adjustment-conditional'),
  one('compBasedStats', 0.2, 'comp-based-score-adjustment-unconditional'),
  one(
    'seg',
    0.5,
    { enabled: true },
    { enabled: false },
    { window: 10, locut: 1.8, hicut: 2.1 },
    { hicut: 3 },
  ),
  one('dust', 0.5, { enabled: true }, { enable: false }, { level: 30, window: 50, linker: 2 }, { level: 25 }),
  one('queryGenCode', 0.3, 1, 4, 11, 33),
  one('dbGenCode', 0.3, 1, 4, 11, 33),
  one('maxIntronLength', 0.3, 0, 1000),
  {
    chance: 0.5,
    choices: [
      { cullingLimit: 2 },
      { cullingLimit: 0 },
      { subjectBestHit: true },
      { bestHitOverhang: 0.1, bestHitScoreEdge: 0.49 },
      { bestHitScoreEdge: 0.001, subjectBestHit: false },
    ],
  },
  one('sumStats', 0.3, true, false),
  one('xDropoffPrelimGapped', 0.2, 10, 30.5),
  one('xDropoffFinalGapped', 0.2, 25, 100),
  { chance: 0.2, choices: [{ ungappedOnly: true, compBasedStats: 'none' }, { ungappedOnly: false }] },
  one('ungappedOnly', 0.1, true),
  // Aligns every pair in full, which takes minutes with many of them.
  { chance: 0.05, choices: [{ useSWTraceback: true, eValue: '0.001' }, { useSWTraceback: false }] },
  one('gapTrigger', 0.3, 18, 22),
  {
    chance: 0.5,
    choices: [
      { reward: 1, penalty: -2 },
      { reward: 2, penalty: -3, gapOpen: 5, gapExtend: 2 },
      { reward: 1, penalty: -3, gapOpen: 2, gapExtend: 2 },
    ],
  },
  one('percentIdentity', 0.3, 0, 80.5),
  {
    chance: 0.4,
    of: /^dc-/,
    choices: [
      { templateType: 'coding-and-optimal', templateLength: 18 },
      { templateType: 'optimal', templateLength: 21 },
      { templateType: 'coding', templateLength: 16 },
    ],
  },
  one('useIndex', 0.2, false),
  one('nonGreedy', 0.2, true, false),
  one('minRawGappedScore', 0.2, 0, 30),
  { chance: 0.2, choices: [{ offDiagonalRange: 5, windowSize: 40 }, { offDiagonalRange: 0 }] },
];

/** Masks are data of a database, which not every database has. */
const masks: readonly Group[] = [
  one('dbSoftMask', 0.2, '21', 'seg_default'),
  one('dbHardMask', 0.2, '21', 'seg_default'),
];

/** A random configuration that is accepted, as a client might write it. */
export function randomBlastConfig(
  program: Program,
  random: () => number,
  { withMasks }: { readonly withMasks: boolean },
): Json {
  const { tasks, defaultTask, hasTaskOption } = programTable[program];
  const names = new Set(fieldsOf(program).map(({ name }) => name));
  for (;;) {
    const task = tasks[Math.floor(random() * tasks.length)] ?? defaultTask;
    const config: Record<string, unknown> = hasTaskOption ? { tool: program, task } : { tool: program };
    for (const { chance, of, choices } of withMasks ? [...groups, ...masks] : groups) {
      if (of?.test(task) === false) continue;
      const possible = choices.filter((choice) => Object.keys(choice).every((name) => names.has(name)));
      const choice = possible[Math.floor(random() * possible.length)];
      if (random() < chance) Object.assign(config, choice);
    }
    if (!('errors' in parseBlastConfig(config))) return config;
  }
}

/** Fields of the contract that are never drawn. */
export function forgottenFields(program: Program): string[] {
  const drawn = new Set(
    [...groups, ...masks].flatMap(({ choices }) => choices.flatMap((choice) => Object.keys(choice))),
  );
  return fieldsOf(program)
    .map(({ name }) => name)
    .filter((name) => !drawn.has(name));
}
