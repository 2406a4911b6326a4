import { eachQuery, splittingRuleOf } from '../../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../../src/search/options.ts';
import { programs, programTable, type Program } from '../../../src/search/program.ts';
import { splittingRuleForNew, splittingRuleOfSearch } from '../../../src/search/splitting-of-search.ts';

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

  it.each([
    ['blastp', 'blastp', 6_000],
    ['blastp', 'blastp-fast', 30_000],
    ['blastx', 'blastx', 20_000],
    ['tblastn', 'tblastn', 20_000],
  ] as const)('%s, task %s, with children has chunks of %i residues', (program, task, chunkResidues) => {
    const rule = splittingRuleOf(program, task);
    expect(splittingRuleOfSearch({ program, task, options: {}, scope })).toEqual({ ...rule, chunkResidues });
  });

  it('goes sequence by sequence where its batch is a sequence', () => {
    const key = { program: 'blastp', task: 'blastp', options: {}, batchSizeResidues: 1 } as const;
    expect(splittingRuleOfSearch(key)).toEqual(eachQuery);
  });
});
