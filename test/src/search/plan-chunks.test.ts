import fc from 'fast-check';
import { cutByBatch } from '../../../src/search/cut-by-batch.ts';
import { cutByContent } from '../../../src/search/cut-by-content.ts';
import { pagesOf } from '../../../src/search/plan-chunks.ts';
import { chunksPerPage, type PlannedChunk, type PlanPage } from '../../../src/search/plan.ts';
import { planned, spansOf } from './planned.ts';

const sequences = fc.array(
  fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), residueCount: fc.integer({ min: 1, max: 400 }) }),
  { minLength: 1, maxLength: 60 },
);
const cutters = fc.constantFrom(
  () => cutByContent(500, 300),
  () => cutByContent(1, 50),
  () => cutByContent(1e9, 400),
  () => cutByBatch(300, 1),
  () => cutByBatch(700, 3),
);

describe('a plan', () => {
  it('tiles the query in order, whatever cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, cutters, async (given, makeCutter) => {
        const spans = spansOf(given);
        const chunks = await planned(spans, makeCutter());
        expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, index) => index));
        expect([0, ...chunks.map(({ endByte }) => endByte)]).toEqual([
          ...chunks.map(({ startByte }) => startByte),
          spans.at(-1)?.endByte,
        ]);
        for (const chunk of chunks) {
          const own = spans.slice(chunk.queriesBefore, chunk.queriesBefore + chunk.queryCount);
          expect(own[0]?.startByte).toBe(chunk.startByte);
          expect(own.at(-1)?.endByte).toBe(chunk.endByte);
          expect(own.reduce((sum, { residueCount }) => sum + residueCount, 0)).toBe(chunk.residueCount);
        }
        expect(chunks.reduce((sum, { queryCount }) => sum + queryCount, 0)).toBe(given.length);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('is the same each time', async () => {
    const spans = spansOf(
      Array.from({ length: 100 }, (_, index) => ({ name: `s${index}`, residueCount: 50 })),
    );
    expect(await planned(spans, cutByContent(500, 1e9))).toEqual(
      await planned(spans, cutByContent(500, 1e9)),
    );
  });

  it('of no sequences has no chunks', async () => {
    expect(await planned([], cutByContent(500, 1e9))).toEqual([]);
  });
});

describe('pages', () => {
  it.each([
    [0, []],
    [1, [1]],
    [chunksPerPage, [200]],
    [chunksPerPage + 1, [200, 1]],
    [2 * chunksPerPage, [200, 200]],
  ])('of %d chunks hold %j', async (count, sizes) => {
    const spans = spansOf(
      Array.from({ length: count }, (_, index) => ({ name: `s${index}`, residueCount: 9 })),
    );
    const chunks = await planned(spans, cutByContent(1, 1e9));
    async function* given(): AsyncGenerator<PlannedChunk> {
      await Promise.resolve();
      yield* chunks;
    }
    const pages: PlanPage[] = [];
    for await (const page of pagesOf(given())) pages.push(page);
    expect(pages.map((page) => page.chunks.length)).toEqual(sizes);
    expect(pages.map(({ page }) => page)).toEqual(sizes.map((_, index) => index));
    expect(pages.flatMap((page) => page.chunks)).toEqual(chunks);
  });
});
