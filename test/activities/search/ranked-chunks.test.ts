import { readRankedChunk } from '../../../activities/search/ranked-chunks.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { createMemoryObjectStore, type MemoryObjectStore } from '../../support/fakes/memory-object-store.ts';

let store: MemoryObjectStore;
beforeEach(() => {
  store = createMemoryObjectStore();
});

describe('a chunk', () => {
  const chunk = (index: number) => ({ index, chunkKey: String(index), residueCount: (index * 7) % 5 });

  beforeEach(async () => {
    const chunks = Array.from({ length: 200 }, (_, index) => chunk(index));
    await store.put(
      objectKeys.planPage('job', 'run', 0),
      JSON.stringify({ schemaVersion: 1, page: 0, chunks }),
    );
  });

  it('is found by its rank in a page, the largest first and equal ones in their order', async () => {
    const stored = createStoredObjects(store);
    const pageKey = objectKeys.planPage('job', 'run', 0);
    const ranked = await Promise.all(
      Array.from({ length: 200 }, (_, rank) => readRankedChunk(stored, pageKey, rank)),
    );
    expect(ranked.slice(0, 3)).toEqual([chunk(2), chunk(7), chunk(12)]);
    expect(ranked.map(({ residueCount }) => residueCount)).toEqual(
      ranked.map(({ residueCount }) => residueCount).sort((a, b) => b - a),
    );
    expect(new Set(ranked.map(({ index }) => index)).size).toBe(200);
  });

  it('outside the page is a mistake of the program', async () => {
    const stored = createStoredObjects(store);
    await expect(readRankedChunk(stored, objectKeys.planPage('job', 'run', 0), 200)).rejects.toThrow(
      RangeError,
    );
  });
});
