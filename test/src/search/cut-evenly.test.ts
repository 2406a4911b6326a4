import { cutEvenly } from '../../../src/search/cut-evenly.ts';
import type { PlannedChunk } from '../../../src/search/plan.ts';
import { seeded } from '../../support/seeded.ts';
import { planned, spansOf, type TestSequence } from './planned.ts';
import { between, made, usual } from './random-lengths.ts';

const average = 6_000;

const chunksOf = (sequences: readonly TestSequence[]): Promise<PlannedChunk[]> =>
  planned(spansOf(sequences), cutEvenly(average));

const residues = (sequences: readonly TestSequence[]): number =>
  sequences.reduce((sum, { residueCount }) => sum + residueCount, 0);

describe('even cuts', () => {
  it.each([
    ['peptides', between(8, 30)],
    ['proteins', usual],
    ['proteins, some of them as long as the average', between(50, 6_000)],
  ])('make chunks of the asked size on average, none tiny and none huge, of %s', async (_what, lengths) => {
    const sequences = made('', 2_000, seeded(41), lengths);
    const chunks = await chunksOf(sequences);
    const sizes = chunks.map(({ residueCount }) => residueCount);
    const mean = residues(sequences) / sizes.length;
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(residues(sequences));
    expect(mean).toBeGreaterThan(0.8 * average);
    expect(mean).toBeLessThan(1.5 * average);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(average / 2);
    expect(Math.max(...sizes)).toBeLessThan(5 * average);
  });

  it('leave a query whole that is shorter than an average', async () => {
    expect(await chunksOf(made('', 20, seeded(43), () => 250))).toHaveLength(1);
    expect(await chunksOf([])).toEqual([]);
  });

  it('bound a chunk even when every sequence is the same', async () => {
    const same = spansOf(made('', 2_000, seeded(47), () => 100)).map((span) => ({ ...span, digest: 'a' }));
    const counts = (await planned(same, cutEvenly(average))).map(({ queryCount }) => queryCount);
    expect(Math.max(...counts)).toBe(480);
  });

  it('hang on nothing that is farther off than half an average', async () => {
    const shared = made('s', 300, seeded(53), usual);
    const alone = await chunksOf(shared);
    const before = made('a', 40, seeded(59), usual);
    const after = made('b', 70, seeded(61), usual);
    const known = new Set((await chunksOf([...before, ...shared, ...after])).map(({ chunkKey }) => chunkKey));
    const lost = alone.filter(({ chunkKey }) => !known.has(chunkKey));
    const ends = [0, 1, alone.length - 2, alone.length - 1];
    expect(ends).toEqual(expect.arrayContaining(lost.map(({ index }) => index)));
  });

  it.each<[string, (given: readonly TestSequence[], at: number, one: TestSequence) => TestSequence[]]>([
    ['inserted', (given, at, one) => given.toSpliced(at, 0, one)],
    ['deleted', (given, at) => given.toSpliced(at, 1)],
    ['edited', (given, at, one) => given.toSpliced(at, 1, one)],
  ])(
    'change few chunks when one sequence of 500 is %s: two as a rule, four at most',
    async (_what, change) => {
      const random = seeded(67);
      const counts: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        const given = made(`q${String(round)}-`, 500, random, usual);
        const known = new Set((await chunksOf(given)).map(({ chunkKey }) => chunkKey));
        for (let edit = 0; edit < 20; edit += 1) {
          const one = { name: `new${String(edit)}`, residueCount: usual(random) };
          const edited = change(given, Math.floor(random() * given.length), one);
          counts.push((await chunksOf(edited)).filter(({ chunkKey }) => !known.has(chunkKey)).length);
        }
      }
      expect(Math.max(...counts)).toBeLessThanOrEqual(4);
      expect(counts.filter((count) => count <= 2).length).toBeGreaterThan(0.8 * counts.length);
    },
  );
});
