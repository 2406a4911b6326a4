import { cutByContent } from '../../../src/search/cut-by-content.ts';
import type { PlannedChunk } from '../../../src/search/plan.ts';
import { seeded } from '../../support/seeded.ts';
import { planned, spansOf, type TestSequence } from './planned.ts';

import { between, made, oneIn } from './random-lengths.ts';

const average = 4_000;
const batchSize = 10_000;

const chunksOf = (sequences: readonly TestSequence[]): Promise<PlannedChunk[]> =>
  planned(spansOf(sequences), cutByContent(average, batchSize));

async function keysOf(sequences: readonly TestSequence[]): Promise<string[]> {
  return (await chunksOf(sequences)).map(({ chunkKey }) => chunkKey);
}

describe('content-defined cuts', () => {
  it('make chunks of the asked size on average, whatever the lengths of the sequences', async () => {
    for (const residueCount of [15, 300, 1_600]) {
      const count = Math.ceil((200 * average) / residueCount);
      const chunks = await keysOf(made('', count, seeded(29), () => residueCount));
      expect(chunks.length).toBeGreaterThan(150);
      expect(chunks.length).toBeLessThan(250);
    }
  });

  it('end a chunk after every sequence as long as the average', async () => {
    const chunks = await planned(
      spansOf(made('', 3, seeded(31), () => average)),
      cutByContent(average, batchSize),
    );
    expect(chunks.map(({ queryCount }) => queryCount)).toEqual([1, 1, 1]);
  });

  it('bound a chunk even when every sequence is the same', async () => {
    const spans = spansOf(made('', 2_000, seeded(37), () => 100)).map((span) => ({
      ...span,
      digest: 'ffffffff',
    }));
    const chunks = await planned(spans, cutByContent(average, batchSize));
    expect(chunks.map(({ queryCount }) => queryCount)).toEqual([640, 640, 640, 80]);
  });
});

describe('a sequence longer than 0.9 of a reader batch', () => {
  const lengthsOf = async (lengths: readonly number[]): Promise<number[][]> => {
    const spans = spansOf(lengths.map((residueCount, index) => ({ name: `${index}`, residueCount })));
    const chunks = await planned(spans, cutByContent(1e9, batchSize));
    return chunks.map(({ queriesBefore, queryCount }) =>
      lengths.slice(queriesBefore, queriesBefore + queryCount),
    );
  };

  it.each<[string, number[][]]>([
    [
      'lies with what precedes it in its batch',
      [
        [4_000, 6_000],
        [300, 200, 9_001, 5],
      ],
    ],
    ['does so at the start', [[300, 9_001, 5]]],
    [
      'lies alone when a batch ends before it',
      [
        [4_000, 6_000],
        [30_000, 5],
      ],
    ],
    [
      'follows another',
      [
        [5_000, 5_000],
        [10, 30_000],
        [20, 9_500, 40_000],
        [12_000, 7],
      ],
    ],
    [
      'that is shorter than a batch may lie in the middle of it',
      [
        [9_999, 1],
        [9_100, 50, 20_000, 1],
      ],
    ],
    ['is no reason to cut when it is shorter', [[4_000, 6_000, 300, 200, 9_000, 5]]],
  ])('%s', async (_, chunks) => {
    expect(await lengthsOf(chunks.flat())).toEqual(chunks);
  });

  it('is in the same reader batch in its chunk and in the whole query, and no other batch grows as long', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const lengths = made('', 200, seeded(seed), oneIn(8, between(5_000, 30_000)));
      const chunks = await chunksOf(lengths);
      const inWhole = longBatches(lengths, 0);
      const inChunks = chunks.flatMap(({ queriesBefore, queryCount }) =>
        longBatches(lengths.slice(queriesBefore, queriesBefore + queryCount), queriesBefore),
      );
      expect(inChunks).toEqual(inWhole);
      expect(inWhole.length).toBeGreaterThan(5);
    }
  });

  /** First sequence and number of sequences of each batch that BLAST+ may search in pieces, by the reader's rule. */
  function longBatches(sequences: readonly TestSequence[], before: number): [number, number][] {
    const found: [number, number][] = [];
    for (let at = 0; at < sequences.length;) {
      const from = at;
      let sum = 0;
      while (sum < batchSize && at < sequences.length) sum += sequences[at++]?.residueCount ?? 0;
      if (sum > 1.9 * batchSize) found.push([before + from, at - from]);
    }
    return found;
  }
});
