import { splittingRules } from '../../src/search/exactness.ts';
import { programs } from '../../src/search/program.ts';
import { fixtureRecords, SplitRig } from './split-rig.ts';
import { randomSearch, seeded } from './split-searches.ts';

/** How much is searched for each task: enough chunks to matter, little enough to run with every change. */
const sizes: Readonly<Record<string, { rounds: number; queries: number; chunkResidues: number }>> = {
  blastp: { rounds: 5, queries: 25, chunkResidues: 1_500 },
  'blastp-fast': { rounds: 3, queries: 25, chunkResidues: 2_500 },
  blastx: { rounds: 4, queries: 15, chunkResidues: 4_500 },
  tblastn: { rounds: 5, queries: 25, chunkResidues: 1_500 },
};
const tasks = programs.flatMap((program) =>
  Object.entries(splittingRules[program])
    .filter(([, rule]) => rule.cut === 'anywhere')
    .map(([task, rule]) => ({ program, task, rule })),
);

describe('a query cut anywhere gives the rows of the whole, byte for byte', () => {
  let rig: SplitRig;
  beforeAll(async () => {
    rig = await SplitRig.create();
  });
  afterAll(async () => {
    await rig.remove();
  });

  it.each(tasks)(
    '$program, task $task',
    async (target) => {
      const queries =
        target.program === 'blastp' || target.program === 'tblastn' ? 'proteins' : 'nucleotides';
      const records = [
        ...(await fixtureRecords(`${queries}/query.fasta`)),
        ...(await fixtureRecords(`${queries}/database.fasta`)),
      ];
      const usable = records.filter((record) => record.length < 4_000);
      const size = sizes[target.task] ?? { rounds: 4, queries: 20, chunkResidues: 1_000 };
      const seen = { rows: 0, chunks: 0 };
      for (let round = 0; round < size.rounds; round++) {
        const search = randomSearch(seeded(1_000 + round), target, usable, size);
        const { rows, chunkCount } = await rig.chunked(search);
        expect({ round, args: search.args, rows }).toEqual({
          round,
          args: search.args,
          rows: await rig.whole(search),
        });
        seen.rows += rows.split('\n').length - 1;
        seen.chunks += chunkCount;
      }
      expect(seen.chunks).toBeGreaterThan(size.rounds * 2);
      expect(seen.rows).toBeGreaterThan(size.rounds * 5);
    },
    120_000,
  );
});
