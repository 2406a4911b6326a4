import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createMemoryObjectStore, type MemoryObjectStore } from '../../support/fakes/memory-object-store.ts';

let store: MemoryObjectStore;
let reads: number;
let observed: MemoryObjectStore;

beforeEach(async () => {
  store = createMemoryObjectStore();
  reads = 0;
  observed = interceptCalls(store, (method, proceed) => {
    if (method === 'get') reads += 1;
    return proceed();
  });
  await store.put('a.json', '{"schemaVersion":1,"name":"a"}');
});

it('reads an object once, also when many ask at the same time', async () => {
  const stored = createStoredObjects(observed);
  const asked = await Promise.all(Array.from({ length: 50 }, () => stored.json('a.json')));
  for (const answer of asked) expect(answer).toEqual({ schemaVersion: 1, name: 'a' });
  await stored.json('a.json');
  expect(reads).toBe(1);
});

it.each([
  [
    'a store that does not answer',
    async () => {
      store.available = false;
    },
    async () => {
      store.available = true;
    },
    'STORE_UNAVAILABLE',
  ],
  [
    'an object that is not there yet',
    () => store.delete(['a.json']),
    async () => {
      await store.put('a.json', '{"schemaVersion":1,"name":"a"}');
    },
    'INTERNAL',
  ],
])('never remembers a failure: %s', async (_what, spoil, mend, code) => {
  const stored = createStoredObjects(observed);
  await spoil();
  const failures = await Promise.allSettled(Array.from({ length: 3 }, () => stored.json('a.json')));
  for (const failure of failures) expect(failure).toMatchObject({ status: 'rejected', reason: { code } });
  await mend();
  expect(await stored.json('a.json')).toEqual({ schemaVersion: 1, name: 'a' });
  await stored.json('a.json');
  expect(reads).toBe(2);
});

it('forgets what was not asked for in a while, and keeps what was', async () => {
  const stored = createStoredObjects(observed);
  await stored.json('a.json');
  for (let index = 0; index < 100; index += 1) {
    await store.put(`o/${String(index)}.json`, '{"schemaVersion":1}');
    await stored.json(`o/${String(index)}.json`);
    await stored.json('a.json');
  }
  expect(reads).toBe(101);
  await stored.json('o/0.json');
  expect(reads).toBe(102);
});

it('what is missing is undefined for who does not need it, and looked for again', async () => {
  const stored = createStoredObjects(observed);
  expect(await stored.jsonIfPresent('b.json')).toBeUndefined();
  await store.put('b.json', '{"schemaVersion":1}');
  expect(await stored.jsonIfPresent('b.json')).toEqual({ schemaVersion: 1 });
});
