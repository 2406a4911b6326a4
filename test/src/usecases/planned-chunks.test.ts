import { objectKeys } from '../../../src/job/keys.ts';
import { readNumberedChunk, readPlannedChunks } from '../../../src/usecases/planned-chunks.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createMemoryObjectStore } from '../../support/fakes/memory-object-store.ts';

const search = { jobId: 'job', runId: 'run' };
const lastIndex = 402;

/** A plan of three pages, and how often one was read. */
async function setUp() {
  const store = createMemoryObjectStore();
  for (const page of [0, 1, 2]) {
    const chunks = Array.from({ length: page < 2 ? 200 : 3 }, (_, index) => ({ index: page * 200 + index }));
    const pageKey = objectKeys.planPage('job', 'run', page);
    await store.put(pageKey, JSON.stringify({ schemaVersion: 1, page, chunks }));
  }
  let reads = 0;
  const objects = interceptCalls(store, (_method, proceed) => {
    reads += 1;
    return proceed();
  });
  return { stored: createStoredObjects(objects), reads: () => reads };
}

async function indexesOf(from: number, to: number): Promise<{ indexes: number[]; reads: number }> {
  const { stored, reads } = await setUp();
  const indexes: number[] = [];
  for await (const { index } of readPlannedChunks(stored, search, { from, to })) indexes.push(index);
  return { indexes, reads: reads() };
}

it.each([0, 199, 200, lastIndex])('a chunk is found by its number in the whole plan: %i', async (index) => {
  const { stored } = await setUp();
  expect(await readNumberedChunk(stored, search, index)).toEqual({ index });
});

it.each([
  [0, lastIndex + 1, 3],
  [0, 200, 1],
  [199, 201, 2],
  [200, 400, 1],
  [250, 260, 1],
  [5, 5, 0],
])('the chunks from %i to %i come in order, and each page is read once: %i', async (from, to, reads) => {
  const indexes = Array.from({ length: to - from }, (_, number) => from + number);
  expect(await indexesOf(from, to)).toEqual({ indexes, reads });
});

it('a plan that is shorter than was thought is a mistake of the program, never a short result', async () => {
  const { stored } = await setUp();
  await expect(readNumberedChunk(stored, search, lastIndex + 1)).rejects.toThrow(RangeError);
  await expect(indexesOf(400, lastIndex + 2)).rejects.toThrow(RangeError);
});
