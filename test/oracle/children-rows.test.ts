import { splittingRuleOf } from '../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../src/search/options.ts';
import { programs, programTable, type Program } from '../../src/search/program.ts';
import { seeded } from '../support/seeded.ts';
import { ChildrenRig } from './children-rig.ts';
import { fixtureRecords, residuesOf } from './real-sequences.ts';

/** Set for large runs, which take every task. */
const asked = process.env['CHILDREN_CONFIGURATIONS'];
const configurations = Number(asked ?? 1);

/**
 * Tasks that go sequence by sequence run the same commands for the whole and for each: without being asked for more, one
 * of them stands for all.
 */
const tasks = programs
  .flatMap((program) => programTable[program].tasks.map((task) => ({ program, task })))
  .filter(
    ({ program, task }) =>
      asked !== undefined || splittingRuleOf(program, task).cut === 'anywhere' || program === 'tblastx',
  );

let rig: ChildrenRig;
beforeAll(async () => {
  rig = await ChildrenRig.create();
}, 60_000);
afterAll(async () => {
  await rig.remove();
});

describe('the rows of each sequence alone are those it has in the whole query, in every field', () => {
  it.each(tasks)(
    '$program, task $task',
    async ({ program, task }) => {
      const wanted = configurations;
      let withRows = 0;
      for (let number = 0; number < wanted * 8 && withRows < wanted; number++) {
        const search = await rig.randomSearch(program, task, seeded(number * 7919 + 17), number % 3 === 0);
        const where = { number, options: search.options, chunks: search.chunks };
        const parent = await rig.parent(search);
        const children = await rig.children(search);
        expect({ ...where, rows: children }).toEqual({ ...where, rows: parent });
        expect(search.chunks.length).toBeGreaterThan(1);
        if (parent !== '') withRows += 1;
      }
      expect(withRows).toBe(wanted);
    },
    60_000 + configurations * 60_000,
  );
});

describe('where neighbours in a reader batch change rows, a query with children has none', () => {
  it.each<[string, Program, CanonicalOptions, (bases: readonly string[]) => readonly string[]]>([
    ['tblastx', 'tblastx', { evalue: '200' }, (bases) => bases.slice(0, 6)],
    [
      'a long sequence in blastx',
      'blastx',
      { evalue: '100' },
      (bases) => [...bases.slice(0, 5), long(bases)],
    ],
    [
      'blastx without gaps',
      'blastx',
      { ungapped: '', comp_based_stats: '0', evalue: '100' },
      (bases) => bases.slice(0, 6),
    ],
  ])('%s', async (_what, program, options, choose) => {
    const fasta = choose(await fixtureRecords('nucleotides/query.fasta')).join('');
    const search = await rig.searchOf(program, options, fasta);
    const parent = await rig.parent(search);
    const children = await rig.children(search);
    expect(children).toBe(parent);

    const { batchSizeResidues } = splittingRuleOf(program, program, options);
    const together = { ...search, batchSize: batchSizeResidues, chunks: [search.queries.length] };
    expect(await rig.parent(together)).not.toBe(children);
  });
});

/** So long that BLAST+ searches it in pieces. */
function long(records: readonly string[]): string {
  return `>long\n${records.map(residuesOf).join('').slice(-35_000)}\n`;
}
