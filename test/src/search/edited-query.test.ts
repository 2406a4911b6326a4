import { cutByContent } from '../../../src/search/cut-by-content.ts';
import { splittingRuleOf } from '../../../src/search/exactness.ts';
import type { PlannedChunk } from '../../../src/search/plan.ts';
import { seeded } from '../../support/seeded.ts';
import { planned, spansOf, type TestSequence } from './planned.ts';

import { between, made, oneIn, usual, type Length } from './random-lengths.ts';

/** As every new search of blastp is cut. */
const { chunkResidues: average, batchSizeResidues: batchSize } = splittingRuleOf('blastp', 'blastp');

const chunksOf = (sequences: readonly TestSequence[]): Promise<PlannedChunk[]> =>
  planned(spansOf(sequences), cutByContent(average, batchSize));

async function keysOf(sequences: readonly TestSequence[]): Promise<string[]> {
  return (await chunksOf(sequences)).map(({ chunkKey }) => chunkKey);
}

type Change = (given: readonly TestSequence[], at: number, one: TestSequence) => TestSequence[];
const changes: readonly [string, Change][] = [
  ['inserting', (given, at, one) => given.toSpliced(at, 0, one)],
  ['deleting', (given, at) => given.toSpliced(at, 1)],
  ['editing', (given, at, one) => given.toSpliced(at, 1, one)],
];

/** One in 30 is longer than 0.9 of a reader batch. */
const withLong = oneIn(30, between(9_001, 40_000));

interface Edited {
  readonly sequences: readonly TestSequence[];
  readonly at: number;
  /** Chunks of the edited query that the query before had not. */
  readonly newChunks: readonly PlannedChunk[];
}

/** Many random changes: 4 queries of 500 sequences, 20 changes of each. */
async function edited(
  seed: number,
  apply: Change,
  lengths: Length,
  where: (sequence: TestSequence) => boolean = () => true,
): Promise<Edited[]> {
  const random = seeded(seed);
  const all: Edited[] = [];
  for (let round = 0; round < 4; round++) {
    const given = made(`q${round}-`, 500, random, lengths);
    const known = new Set(await keysOf(given));
    const places = given.flatMap((sequence, index) => (where(sequence) ? [index] : []));
    for (let edit = 0; edit < 20; edit++) {
      const at = places[Math.floor(random() * places.length)] ?? 0;
      const sequences = apply(given, at, { name: `new${edit}`, residueCount: lengths(random) });
      const newChunks = (await chunksOf(sequences)).filter(({ chunkKey }) => !known.has(chunkKey));
      all.push({ sequences, at, newChunks });
    }
  }
  return all;
}

const countsOf = (all: readonly Edited[]): number[] => all.map(({ newChunks }) => newChunks.length);

describe.each(changes)('%s one of 500 queries', (_, apply) => {
  it.each([
    ['of usual length', usual],
    ['some of them long, none longer than 0.9 of a reader batch', oneIn(10, between(20, 9_000))],
  ])('%s, makes at most two new chunks', async (_, lengths) => {
    const counts = countsOf(await edited(13, apply, lengths));
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(Math.max(...counts)).toBeGreaterThan(0);
  });

  it('makes at most five beside sequences that BLAST+ itself cuts', async () => {
    const shorter = ({ residueCount }: TestSequence): boolean => residueCount <= 900;
    const counts = countsOf(await edited(17, apply, withLong, shorter));
    expect(Math.max(...counts)).toBeLessThanOrEqual(5);
    expect(counts.filter((count) => count <= 2).length).toBeGreaterThan(counts.length / 2);
  });

  it('that BLAST+ itself cuts changes nothing beyond its reader batch and the next sequence of a batch', async () => {
    const longer = ({ residueCount }: TestSequence): boolean => residueCount > 9_000;
    for (const { sequences, at, newChunks } of await edited(19, apply, withLong, longer)) {
      let from = at;
      for (let sum = 0; from > 0 && sum < batchSize; from--) sum += sequences[from - 1]?.residueCount ?? 0;
      const next = sequences.findIndex(({ residueCount }, index) => index > at && residueCount >= batchSize);
      const to = next === -1 ? sequences.length : next;
      for (const { queriesBefore, queryCount } of newChunks) {
        expect(queriesBefore).toBeLessThanOrEqual(to);
        expect(queriesBefore + queryCount).toBeGreaterThanOrEqual(from);
      }
    }
  });
});

it('two queries that share a long run of sequences share the chunks in it, but for its ends', async () => {
  const random = seeded(23);
  const shared = made('s', 400, random, usual);
  const inShared = await keysOf(shared);
  const one = new Set(await keysOf([...made('a', 30, random, usual), ...shared]));
  const other = new Set(await keysOf([...shared, ...made('b', 70, random, usual)]));
  const inBoth = inShared.filter((key) => one.has(key) && other.has(key));
  expect(inBoth.length).toBeGreaterThanOrEqual(inShared.length - 2);
});
