import { splittingRules } from '../../src/search/exactness.ts';
import { programs } from '../../src/search/program.ts';
import { fixtureRecords, SplitRig } from './split-rig.ts';
import { randomSearch, seeded } from './split-searches.ts';

const rounds = Number(process.env['SPLIT_ROUNDS'] ?? 8);
const sizes: Readonly<Record<string, { queries: number; chunkResidues: number }>> = {
  blastp: { queries: 40, chunkResidues: 2_500 },
  'blastp-fast': { queries: 40, chunkResidues: 3_500 },
  blastx: { queries: 25, chunkResidues: 7_000 },
  tblastn: { queries: 40, chunkResidues: 2_500 },
  megablast: { queries: 70, chunkResidues: 12_000 },
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
      const size = sizes[target.task] ?? { queries: 20, chunkResidues: 1_000 };
      const seen = { rows: 0, chunks: 0 };
      for (let round = 0; round < rounds; round++) {
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
      expect(seen.chunks).toBeGreaterThan(rounds * 2);
      expect(seen.rows).toBeGreaterThan(rounds * 5);
    },
    120_000,
  );
});
