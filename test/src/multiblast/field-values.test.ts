import { describe, expect, it } from '@jest/globals';
import { programs, programTable } from '../../../src/search/program.ts';
import { errorsOf, optionsOf } from './parsed.ts';

type Row = readonly [tool: string, field: string, taken: readonly unknown[], refused: readonly unknown[]];

const int32Max = 2_147_483_647;
const dc = { task: 'dc-megablast', templateType: 'coding', templateLength: 16 };
const companions: Readonly<Record<string, object>> = {
  templateType: dc,
  templateLength: dc,
  offDiagonalRange: { windowSize: 40 },
};

/** The edges of every range with their near misses on both sides. */
const ranges: readonly Row[] = [
  [
    'blastp',
    'eValue',
    ['1e-5', '1e5', '1e+5', '1E5', '0.5', '10', '1e-300'],
    ['0', '-1', '', '1e', 'ten', '1,0', ' 1', 'Infinity', '1e-400'],
  ],
  ['blastp', 'queryCoverageHSPPercent', [0, 100, 50.5], [-0.1, 100.1]],
  ['blastp', 'maxHSPs', [1, int32Max], [0, -1, 1.5, int32Max + 1]],
  ['blastp', 'maxTargetSequences', [1, 4, 5, int32Max], [0, -1, 1.5, int32Max + 1]],
  [
    'blastp',
    'dbSize',
    [0, 128, 2 ** 53 - 1, '9007199254740993', '9223372036854775807'],
    [-1, 1.5, 2 ** 53, '9223372036854775808', '-1', '', 'many', '1e5'],
  ],
  [
    'blastp',
    'searchSpace',
    [0, 128, 2 ** 53 - 1, '9007199254740993', '9223372036854775807'],
    [-1, 1.5, 2 ** 53, '9223372036854775808', '-1', '', 'many', '1e5'],
  ],
  ['blastp', 'xDropoffUngapped', [0.001, 1e6], [0, -1, 1_000_001]],
  ['blastn', 'xDropoffUngapped', [0, 1e6], [-0.1, 1_000_001]],
  ['blastp', 'xDropoffPrelimGapped', [0, 1e6, 0.5], [-0.1, 1_000_001]],
  ['blastp', 'xDropoffFinalGapped', [0, 1e6, 0.5], [-0.1, 1_000_001]],
  ['blastp', 'windowSize', [0, 1e6], [-1, 1.5, 1_000_001]],
  ['blastn', 'strand', ['both', 'plus', 'minus'], ['', 'Plus', 'none', '+']],
  ['blastn', 'wordSize', [4, 28, int32Max], [3, 4.5, int32Max + 1]],
  ...['blastp', 'blastx', 'tblastn'].map((tool): Row => [tool, 'wordSize', [2, 4], [1, 2.5, 8]]),
  ...['tblastx', 'psiblast', 'deltablast'].map((tool): Row => [tool, 'wordSize', [2, 4], [1, 2.5, 6]]),
  ['blastp', 'gapOpen', [11, 13, 32_767 - 32_757], [-1, 1.5, 32_768]],
  ['blastp', 'gapExtend', [1, 2], [-1, 1.5, 32_768]],
  ...['blastp', 'tblastn', 'tblastx'].map((tool): Row => [
    tool,
    'matrix',
    ['BLOSUM45', 'BLOSUM50', 'BLOSUM62', 'BLOSUM80', 'BLOSUM90', 'PAM30', 'PAM70', 'PAM250', 'IDENTITY'],
    ['', 'BLOSUM61', 'PAM'],
  ]),
  ...['blastx', 'psiblast', 'deltablast'].map((tool): Row => [
    tool,
    'matrix',
    ['BLOSUM45', 'BLOSUM50', 'BLOSUM62', 'BLOSUM80', 'BLOSUM90', 'PAM30', 'PAM70', 'PAM250'],
    ['IDENTITY', ''],
  ]),
  ['blastp', 'threshold', [0.5, 11, 1e6], [0, -1, 1_000_001]],
  ...['blastp', 'blastx', 'tblastn', 'psiblast'].map((tool): Row => [
    tool,
    'compBasedStats',
    [
      'none',
      'comp-based-stats',
      'comp-based-score-adjustment-conditional',
      'comp-based-score-adjustment-unconditional',
    ],
    ['simplified', '', '2', 'None'],
  ]),
  ...['deltablast', 'rpstblastn'].map((tool): Row => [
    tool,
    'compBasedStats',
    ['none', 'comp-based-stats'],
    ['simplified', 'comp-based-score-adjustment-conditional', '1'],
  ]),
  [
    'rpsblast',
    'compBasedStats',
    ['simplified', 'comp-based-stats'],
    ['none', 'comp-based-score-adjustment-unconditional', '1'],
  ],
  ...[
    ['blastx', 'queryGenCode'],
    ['tblastx', 'queryGenCode'],
    ['rpstblastn', 'queryGenCode'],
    ['tblastn', 'dbGenCode'],
    ['tblastx', 'dbGenCode'],
  ].map(([tool = '', field = '']): Row => [
    tool,
    field,
    [1, 6, 9, 16, 21, 31, 33],
    [0, 7, 8, 17, 20, 32, 34, 1.5, -1],
  ]),
  ['blastx', 'maxIntronLength', [0, 20_000, int32Max], [-1, 1.5, int32Max + 1]],
  ['tblastx', 'maxIntronLength', [0], [-1, 1, 100]],
  ['blastp', 'dbSoftMask', ['21', 'seg_default'], ['', 'a b', '../x', '-x', 'x'.repeat(65)]],
  ['blastp', 'dbHardMask', ['21', 'seg_default'], ['', 'a b', '../x', '-x', 'x'.repeat(65)]],
  ['blastp', 'cullingLimit', [0, 1, 1e6], [-1, 0.5, 1_000_001]],
  ['rpsblast', 'cullingLimit', [0], [1]],
  ['blastp', 'bestHitOverhang', [0.000_001, 0.1, 0.499_999], [0, -0.1, 0.5, 1]],
  ['blastp', 'bestHitScoreEdge', [0.000_001, 0.1, 0.499_999], [0, -0.1, 0.5, 1]],
  ['rpsblast', 'sumStats', [false], [true]],
  ['rpstblastn', 'sumStats', [false], [true]],
  ['psiblast', 'gapTrigger', [0, 22, 1e6], [-1, 1_000_001]],
  ['blastn', 'penalty', [-2, -3, -4], [0, 1, -101, -2.5]],
  ['blastn', 'reward', [1], [0, -1, 101, 1.5]],
  ['blastn', 'percentIdentity', [0, 100, 99.9], [-0.1, 100.1]],
  [
    'blastn',
    'templateType',
    ['coding', 'coding-and-optimal', 'optimal'],
    ['coding_and_optimal', '', 'Coding'],
  ],
  ['blastn', 'templateLength', [16, 18, 21], [15, 17, 19, 20, 22, 0]],
  ['blastn', 'useIndex', [false], [true]],
  ['blastn', 'minRawGappedScore', [0, 5, int32Max], [-1, 1.5, int32Max + 1]],
  ['blastn', 'offDiagonalRange', [0, 1, 1e6], [-1, 1.5, 1_000_001]],
];

const edges = (side: 'taken' | 'refused') =>
  ranges.flatMap(([tool, field, taken, refused]) =>
    (side === 'taken' ? taken : refused).map((value) => ({ tool, field, value })),
  );

describe('values', () => {
  it.each(edges('taken'))('$tool takes $field $value', ({ tool, field, value }) => {
    expect(errorsOf({ tool, ...companions[field], [field]: value })).toEqual({});
  });

  it.each(edges('refused'))('$tool refuses $field $value at its own path', ({ tool, field, value }) => {
    const errors = errorsOf({ tool, ...companions[field], [field]: value });
    expect(Object.keys(errors)).toEqual([`blastConfig.${field}`]);
    expect(errors[`blastConfig.${field}`]?.[0]).toContain(field);
  });

  it.each(programs)('%s takes its own tasks and no other', (tool) => {
    const { tasks, hasTaskOption } = programTable[tool];
    for (const task of hasTaskOption ? tasks : []) expect(errorsOf({ tool, task })).toEqual({});
    for (const task of ['', 'BLASTN', 'blastp-slow', 'constructor']) {
      expect(Object.keys(errorsOf({ tool, task }))).toEqual(['blastConfig.task']);
    }
  });
});

describe('objects', () => {
  it.each([
    [{ start: 1, stop: 2 }, []],
    [{ start: 1, stop: int32Max }, []],
    [{ start: 0, stop: 10 }, ['start']],
    [{ start: -1, stop: 10 }, ['start']],
    [{ start: 5, stop: 5 }, ['stop']],
    [{ start: 6, stop: 5 }, ['stop']],
    [{ start: 1, stop: int32Max + 1 }, ['stop']],
    [{ start: 1.5, stop: 2.5 }, ['start', 'stop']],
    [{ start: '1', stop: '5' }, ['start', 'stop']],
    [{ start: 1 }, ['stop']],
    [{ stop: 1 }, ['start']],
    [{ start: null, stop: 5, end: 3 }, ['end', 'start']],
    [{}, ['start', 'stop']],
  ])('queryLocation %j is wrong at %j', (queryLocation, wrong) => {
    const errors = errorsOf({ tool: 'blastp', queryLocation });
    expect(Object.keys(errors)).toEqual(wrong.map((name) => `blastConfig.queryLocation.${name}`));
  });

  it.each([
    ['blastp', 'seg', {}, '12 2.2 2.5'],
    ['blastp', 'seg', { enabled: true }, '12 2.2 2.5'],
    ['blastp', 'seg', { enabled: null, window: 10 }, '10 2.2 2.5'],
    ['blastp', 'seg', { enabled: true, window: 1, locut: 0, hicut: 1000 }, '1 0 1000'],
    ['blastx', 'seg', { enabled: false }, 'no'],
    ['blastx', 'seg', { enabled: false, window: 10 }, 'no'],
    ['blastn', 'dust', { enabled: false }, 'no'],
    ['blastn', 'dust', { enable: false }, 'no'],
    ['blastn', 'dust', { level: 2, window: 8, linker: 32 }, '2 8 32'],
    ['blastn', 'dust', { level: 64, window: 64, linker: 1 }, '64 64 1'],
    ['blastn', 'dust', { linker: 3 }, '20 64 3'],
  ] as const)('%s with %s %j asks for %s', (tool, field, value, text) => {
    expect(optionsOf({ tool, [field]: value })).toEqual({ [field]: text });
  });

  it.each([
    ['blastp', 'seg', { enabled: 1 }, ['enabled']],
    ['blastp', 'seg', { window: 0 }, ['window']],
    ['blastp', 'seg', { window: 1.5, locut: -0.1, hicut: 1000.1 }, ['window', 'locut', 'hicut']],
    ['blastp', 'seg', { window: '12' }, ['window']],
    ['blastp', 'seg', { enabled: false, locut: '2.2', level: 20 }, ['level', 'locut']],
    ['blastp', 'seg', { enable: true }, ['enable']],
    ['blastn', 'dust', { level: 1, window: 7, linker: 0 }, ['level', 'window', 'linker']],
    ['blastn', 'dust', { level: 65, window: 65, linker: 33 }, ['level', 'window', 'linker']],
    ['blastn', 'dust', { level: 20.5 }, ['level']],
    ['blastn', 'dust', { enabled: true, enable: true }, ['enabled', 'enable']],
    ['blastn', 'dust', { enabled: 'yes', enable: true }, ['enabled', 'enable']],
    ['blastn', 'dust', { locut: 1 }, ['locut']],
  ] as const)('%s refuses %s %j at %j', (tool, field, value, wrong) => {
    const errors = errorsOf({ tool, [field]: value });
    expect(Object.keys(errors)).toEqual(wrong.map((name) => `blastConfig.${field}.${name}`));
  });
});
