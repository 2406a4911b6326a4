import fc from 'fast-check';
import { cutByBatch } from '../../../src/search/cut-by-batch.ts';
import { planned, spansOf } from './planned.ts';

/** The reader's rule, told another way: how many sequences it takes for each batch. */
function batchesOf(lengths: readonly number[], batchSize: number): number[] {
  const batches: number[] = [];
  for (let at = 0; at < lengths.length;) {
    let sum = 0;
    const from = at;
    while (sum < batchSize && at < lengths.length) sum += lengths[at++] ?? 0;
    batches.push(at - from);
  }
  return batches;
}

describe('cuts on reader batches', () => {
  it.each([
    [[100, 100, 100], 100, 1, [1, 1, 1]],
    [[99, 1, 100], 100, 1, [2, 1]],
    [[99, 500, 1, 1], 100, 1, [2, 2]],
    [[1_000_000, 1, 1], 100, 1, [1, 2]],
    [[100, 100, 100, 100, 100], 100, 2, [2, 2, 1]],
  ])('%j with a batch of %d, %d to a chunk: %j', async (lengths, batchSize, perChunk, expected) => {
    const spans = spansOf(lengths.map((residueCount, index) => ({ name: `${index}`, residueCount })));
    const chunks = await planned(spans, cutByBatch(batchSize, perChunk));
    expect(chunks.map(({ queryCount }) => queryCount)).toEqual(expected);
  });

  it('leave each chunk with the batches the whole query has there', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 4 }),
        async (given, size, perChunk) => {
          const spans = spansOf(given.map((residueCount, index) => ({ name: `${index}`, residueCount })));
          const chunks = await planned(spans, cutByBatch(size, perChunk));
          const inChunks = chunks.flatMap(({ queriesBefore, queryCount }) =>
            batchesOf(given.slice(queriesBefore, queriesBefore + queryCount), size),
          );
          expect(inChunks).toEqual(batchesOf(given, size));
        },
      ),
      { seed: 17, numRuns: 200 },
    );
  });
});
