import { describe, expect, it } from '@jest/globals';
import { programs, programTable, type Program } from '../../../src/search/program.ts';
import { errorsOf } from './parsed.ts';

const short: Readonly<Record<string, Program>> = {
  n: 'blastn',
  p: 'blastp',
  x: 'blastx',
  tn: 'tblastn',
  tx: 'tblastx',
  psi: 'psiblast',
  del: 'deltablast',
  rps: 'rpsblast',
  rtn: 'rpstblastn',
};
const all = Object.keys(short).join(' ');
const allBut = (left: string): string => all.replace(new RegExp(`\\b${left}\\b ?`), '');

/** Field, a value every tool takes that can, the tools of the contract, and those of them that cannot do it. */
const contract: readonly (readonly [field: string, value: unknown, tools: string, refusing?: string])[] = [
  ['queryLocation', { start: 1, stop: 2 }, all, 'del'],
  ['eValue', '1', all],
  ['softMasking', true, all],
  ['lowercaseMasking', true, all],
  ['parseDefLines', true, all],
  ['queryCoverageHSPPercent', 50, all],
  ['maxHSPs', 1, all],
  ['maxTargetSequences', 5, all],
  ['dbSize', 1000, all],
  ['searchSpace', 1000, all],
  ['xDropoffUngapped', 5, all],
  ['windowSize', 30, all],
  ['strand', 'plus', 'n x tx rtn'],
  ['wordSize', 4, 'n p x tn tx psi del'],
  ['gapOpen', 11, 'n p x tn psi del'],
  ['gapExtend', 2, 'n p x tn psi del'],
  ['matrix', 'BLOSUM45', 'p x tn tx psi del'],
  ['threshold', 12, 'p x tn tx psi del'],
  ['compBasedStats', 'comp-based-stats', 'p x tn psi del rps rtn'],
  ['seg', { enabled: true }, allBut('n')],
  ['dust', { enabled: true }, 'n'],
  ['queryGenCode', 4, 'x tx rtn'],
  ['dbGenCode', 4, 'tn tx'],
  ['maxIntronLength', 0, 'x tn tx'],
  ['dbSoftMask', '21', 'n p x tn tx'],
  ['dbHardMask', '21', 'n p x tn tx'],
  ['cullingLimit', 0, allBut('rtn')],
  ['bestHitOverhang', 0.1, allBut('rtn'), 'rps'],
  ['bestHitScoreEdge', 0.1, allBut('rtn'), 'rps'],
  ['subjectBestHit', true, allBut('rtn')],
  ['sumStats', false, allBut('p')],
  ['xDropoffPrelimGapped', 20, all, 'tx'],
  ['xDropoffFinalGapped', 30, all, 'tx'],
  ['ungappedOnly', true, 'n p x tn rtn', 'rtn'],
  ['useSWTraceback', true, 'p x tn psi del rps rtn', 'x tn'],
  ['gapTrigger', 20, 'psi del'],
  ['penalty', -2, 'n'],
  ['reward', 1, 'n'],
  ['percentIdentity', 90, 'n'],
  ['templateType', 'coding', 'n'],
  ['templateLength', 18, 'n'],
  ['useIndex', true, 'n', 'n'],
  ['indexName', 'a', 'n', 'n'],
  ['nonGreedy', true, 'n'],
  ['minRawGappedScore', 5, 'n'],
  ['offDiagonalRange', 0, 'n'],
  ['task', 'blastn', 'n p x tn'],
];

const toolsOf = (names: string): (Program | undefined)[] => names.split(' ').map((name) => short[name]);
const cells = contract.flatMap(([field, value, tools, refusing = '']) =>
  programs.map((program) => {
    const has = toolsOf(tools).includes(program);
    const verdict = !has ? 'unknown' : toolsOf(refusing).includes(program) ? 'refused' : 'taken';
    return { field, value, program, verdict };
  }),
);

/** What a field needs beside it. */
function companions(field: string, program: Program): Record<string, unknown> {
  if (field.startsWith('template'))
    return { task: 'dc-megablast', templateType: 'coding', templateLength: 18 };
  if (field === 'ungappedOnly' && program !== 'blastn' && program !== 'rpstblastn') {
    return { compBasedStats: 'none' };
  }
  if (field === 'nonGreedy' || (field.startsWith('gap') && program === 'blastn')) {
    return { gapOpen: 11, gapExtend: 2 };
  }
  return field.startsWith('gap') && field !== 'gapTrigger' ? { gapOpen: 11, gapExtend: 2 } : {};
}

describe('fields', () => {
  it('of the contract are all in this table', () => {
    expect(programs.every((program) => Object.values(short).includes(program))).toBe(true);
    expect(contract).toHaveLength(47);
  });

  it.each(cells.filter(({ verdict }) => verdict === 'taken'))('$program takes $field', (cell) => {
    const { field, program } = cell;
    const value = field === 'task' ? programTable[program].defaultTask : cell.value;
    const config = { tool: program, ...companions(field, program), [field]: value };
    expect(errorsOf(config)).toEqual({});
  });

  it.each(cells.filter(({ verdict }) => verdict === 'unknown'))(
    '$program has no $field and says who has',
    ({ field, value, program }) => {
      const message = `There is no field "${field}" for ${program}; it is for `;
      expect(errorsOf({ tool: program, [field]: value })).toEqual({
        [`blastConfig.${field}`]: [expect.stringContaining(message)],
      });
    },
  );

  it.each(cells.filter(({ verdict }) => verdict === 'refused'))(
    '$program refuses $field, which BLAST+ cannot do for it, and says why',
    ({ field, value, program }) => {
      expect(errorsOf({ tool: program, [field]: value })).toEqual({
        [`blastConfig.${field}`]: [expect.stringMatching(`^${field} cannot be set for ${program}: .{10,}`)],
      });
      if (value === true) expect(errorsOf({ tool: program, [field]: false })).toEqual({});
    },
  );
});
