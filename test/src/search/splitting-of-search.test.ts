import { eachQuery, splittingRuleOf } from '../../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../../src/search/options.ts';
import { programs, programTable, type Program } from '../../../src/search/program.ts';
import type { QueryObject, SearchKey } from '../../../src/search/request.ts';
import {
  isCutForSlots,
  splittingRuleForNew,
  splittingRuleForSlots,
  splittingRuleOfSearch,
} from '../../../src/search/splitting-of-search.ts';

const scope = { site: 'DemoDB', targets: [{ displayName: 'Demo', file: 'Demo' }] };
const tasks = programs.flatMap((program) => programTable[program].tasks.map((task) => ({ program, task })));

describe('a new search with children', () => {
  it.each(tasks)(
    '$program, task $task, goes sequence by sequence unless its sequences are proved independent',
    ({ program, task }) => {
      const rule = splittingRuleOf(program, task);
      const chosen = splittingRuleForNew({ program, task, options: {}, scope }, { longestResidues: 1_000 });
      expect(chosen).toEqual(rule.cut === 'anywhere' ? rule : eachQuery);
    },
  );

  it.each<[string, Program, CanonicalOptions, number, boolean]>([
    ['nine tenths of a reader batch', 'blastp', {}, 9_000, false],
    ['a longer sequence', 'blastp', {}, 9_001, true],
    ['no gaps', 'blastx', { ungapped: '' }, 500, true],
    ['a range, too short for some', 'tblastx', { query_loc: '1-9' }, 500, false],
  ])('with %s', (_what, program, options, longestResidues, isEach) => {
    const chosen = splittingRuleForNew({ program, task: program, options, scope }, { longestResidues });
    expect(chosen).toEqual(isEach ? eachQuery : splittingRuleOf(program, program));
  });
});

it.each(tasks)(
  'a new search without children keeps the rule of $program, task $task',
  ({ program, task }) => {
    const search = { program, task, options: {} };
    expect(splittingRuleForNew(search, { longestResidues: 1e6 })).toEqual(splittingRuleOf(program, task));
  },
);

describe('a search that has its key', () => {
  it.each(tasks)(
    '$program, task $task, of before there was another rule, keeps its own',
    ({ program, task }) => {
      const rule = splittingRuleOf(program, task);
      const old = rule.cut === 'anywhere' ? {} : { batchSizeResidues: rule.batchSizeResidues };
      expect(splittingRuleOfSearch({ program, task, options: {}, ...old })).toEqual(rule);
    },
  );

  it('goes sequence by sequence where its batch is a sequence', () => {
    const key = { program: 'blastp', task: 'blastp', options: {}, batchSizeResidues: 1 } as const;
    expect(splittingRuleOfSearch(key)).toEqual(eachQuery);
  });
});

describe('the plan of a search with children', () => {
  const request = (program: Program, task: string, residueCount: number, longestResidues = 1_000) => ({
    key: { program, task, options: {}, scope } as unknown as SearchKey,
    query: { residueCount, longestResidues, sequenceCount: 100 } as QueryObject,
  });

  const single = (given: ReturnType<typeof request>): ReturnType<typeof request> => ({
    ...given,
    query: { ...given.query, sequenceCount: 1 },
  });

  it.each<[Program, string, number, number, number]>([
    ['blastp', 'blastp', 45_000, 2, 9_000],
    ['blastp', 'blastp', 45_000, 4, 4_500],
    ['blastp', 'blastp', 45_000, 32, 3_000],
    ['blastp', 'blastp', 1_000, 1, 3_000],
    ['blastp', 'blastp', 900_000, 8, 45_000],
    ['blastp', 'blastp-fast', 45_000, 8, 30_000],
    ['blastx', 'blastx', 500_000, 2, 100_000],
    ['tblastn', 'tblastn', 45_000, 2, 20_000],
  ])('%s, task %s, of %i residues for %i slots has chunks of %i', (program, task, residues, slots, chunk) => {
    const rule = splittingRuleOf(program, task);
    const expected = { ...rule, chunkResidues: chunk, isEven: true };
    const given = request(program, task, residues);
    expect(isCutForSlots(given)).toBe(true);
    expect(splittingRuleForSlots(given, slots)).toEqual(expected);
  });

  it.each<[string, ReturnType<typeof request>]>([
    [
      'that has none',
      {
        ...request('blastp', 'blastp', 45_000),
        key: { program: 'blastp', task: 'blastp', options: {} } as unknown as SearchKey,
      },
    ],
    [
      'with a sequence that BLAST+ itself cuts, of before such ones went alone',
      request('blastp', 'blastp', 45_000, 9_001),
    ],
    ['that is cut on reader batches', request('tblastx', 'tblastx', 45_000)],
    ['of a single sequence', single(request('blastp', 'blastp', 900))],
  ])('is as for any other search: one %s', (_what, given) => {
    expect(isCutForSlots(given)).toBe(false);
    expect(splittingRuleOfSearch(given.key)).toEqual(splittingRuleOf(given.key.program, given.key.task));
  });
});
