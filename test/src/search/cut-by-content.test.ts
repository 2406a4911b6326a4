import fc from 'fast-check';
import { cutByContent } from '../../../src/search/cut-by-content.ts';
import { planned, spansOf, type TestSequence } from './planned.ts';

const average = 10_000;

async function keysOf(sequences: readonly TestSequence[]): Promise<string[]> {
  return (await planned(spansOf(sequences), cutByContent(average))).map(({ chunkKey }) => chunkKey);
}

const length = fc.oneof(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 1, max: 40_000 }));
const query = (tag: string): fc.Arbitrary<TestSequence[]> =>
  fc
    .array(length, { minLength: 500, maxLength: 500 })
    .map((lengths) => lengths.map((residueCount, index) => ({ name: `${tag}${index}`, residueCount })));
const real = fc
  .tuple(fc.array(fc.integer({ min: 20, max: 900 }), { minLength: 500, maxLength: 500 }), fc.integer())
  .map(([lengths, tag]) =>
    lengths.map((residueCount, index) => ({ name: `q${tag}-${index}`, residueCount })),
  );

describe('content-defined cuts', () => {
  it.each([
    ['inserting', (at: number, given: TestSequence[], one: TestSequence) => given.toSpliced(at, 0, one)],
    ['deleting', (at: number, given: TestSequence[]) => given.toSpliced(at, 1)],
    ['editing', (at: number, given: TestSequence[], one: TestSequence) => given.toSpliced(at, 1, one)],
  ])('%s one of 500 queries makes at most two new chunks', async (_, change) => {
    const cases = fc.tuple(fc.oneof(real, query('x')), fc.nat({ max: 499 }), length, fc.integer());
    await fc.assert(
      fc.asyncProperty(cases, async ([given, at, residueCount, tag]) => {
        const before = new Set(await keysOf(given));
        const after = await keysOf(change(at, given, { name: `new${tag}`, residueCount }));
        expect(after.filter((key) => !before.has(key)).length).toBeLessThanOrEqual(2);
      }),
      { seed: 13, numRuns: 60 },
    );
  });

  it('give two queries that share a long run of sequences the same chunks in it, but for its ends', async () => {
    const make = (tag: string, count: number): TestSequence[] =>
      Array.from({ length: count }, (_, index) => ({
        name: `${tag}${index}`,
        residueCount: 30 + ((index * 97) % 800),
      }));
    const shared = make('s', 400);
    const inShared = await keysOf(shared);
    const one = new Set(await keysOf([...make('a', 30), ...shared]));
    const other = new Set(await keysOf([...shared, ...make('b', 70)]));
    expect(inShared.filter((key) => one.has(key) && other.has(key)).length).toBeGreaterThanOrEqual(
      inShared.length - 2,
    );
  });

  it('make chunks of the asked size on average, whatever the lengths of the sequences', async () => {
    for (const residueCount of [15, 300, 4_000]) {
      const count = Math.ceil((200 * average) / residueCount);
      const chunks = await keysOf(
        Array.from({ length: count }, (_, index) => ({ name: `${index}`, residueCount })),
      );
      expect(chunks.length).toBeGreaterThan(150);
      expect(chunks.length).toBeLessThan(250);
    }
  });

  it('end a chunk after every sequence as long as the average', async () => {
    const chunks = await planned(
      spansOf(['a', 'b', 'c'].map((name) => ({ name, residueCount: average }))),
      cutByContent(average),
    );
    expect(chunks.map(({ queryCount }) => queryCount)).toEqual([1, 1, 1]);
  });

  it('bound a chunk even when every sequence is the same', async () => {
    const never = { residueCount: 100, digest: 'ffffffff' };
    const cutter = cutByContent(average);
    const ends = Array.from({ length: 4_000 }, () => cutter.endsAfter(never)).flatMap((end, index) =>
      end ? [index + 1] : [],
    );
    expect(ends).toEqual([1_600, 3_200]);
  });
});
