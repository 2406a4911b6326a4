import { createJobWatcher, type JobWatcher } from '../../../src/usecases/job-watcher.ts';
import { readStoredJob } from '../../../src/usecases/read-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { createFakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts';
import { asked, createJobWorld, jobId, type JobWorld } from './job-world.ts';

let world: JobWorld;
let clock: FakeClock;
let watcher: JobWatcher;
let queries: (readonly string[])[];
/** What happens at which look, by its number. */
let events: Map<number, () => Promise<void> | void>;

beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  queries = [];
  events = new Map();
  let sleeps = 0;
  clock = createFakeClock(() => events.get((sleeps += 1))?.());
  const { documents } = world;
  const getMany: typeof documents.getMany = (collection, ids) => {
    queries.push(ids);
    return world.documents.getMany(collection, ids);
  };
  watcher = createJobWatcher({ documents: { ...documents, getMany }, clock });
});

async function revision(): Promise<string> {
  return (await readStoredJob(world, jobId)).revision;
}

it('answers at once when the row is another than the one that is known', async () => {
  expect(await watcher.nextChange(jobId, 'an old revision', 60_000)).toMatchObject({
    document: { id: jobId },
  });
  expect(await watcher.nextChange(jobId, undefined, 60_000)).toMatchObject({ document: { id: jobId } });
  expect(clock.sleptMs()).toBe(0);
});

it('answers within one interval of a change', async () => {
  events.set(7, () => world.setRow({ progress: { done: 1, total: 2 } }));
  const change = await watcher.nextChange(jobId, await revision(), 60_000);
  expect(change?.document.progress).toEqual({ done: 1, total: 2 });
  expect(clock.sleptMs()).toBe(7 * 50);
});

it('answers with the row as it is when the time is over', async () => {
  const since = await revision();
  expect((await watcher.nextChange(jobId, since, 1_000))?.revision).toBe(since);
  expect(clock.sleptMs()).toBe(1_000);
});

it('answers soon after it was aborted', async () => {
  const abort = new AbortController();
  events.set(3, () => {
    abort.abort();
  });
  const since = await revision();
  expect((await watcher.nextChange(jobId, since, 60_000, abort.signal))?.revision).toBe(since);
  expect(clock.sleptMs()).toBe(3 * 50);
});

it('notices a row that comes into being, and tells of one that never does', async () => {
  const other = 'f'.repeat(32);
  expect(await watcher.nextChange(other, undefined, 500)).toBeUndefined();
  events.set(15, async () => {
    await submitJob(world, { ...asked('bob'), jobId: other });
  });
  expect(await watcher.nextChange(other, undefined, 60_000)).toMatchObject({ document: { id: other } });
});

it('asks one query an interval for everybody who waits, and each job once', async () => {
  const other = 'f'.repeat(32);
  await submitJob(world, { ...asked('bob'), jobId: other });
  const since = await revision();
  const otherSince = (await readStoredJob(world, other)).revision;
  events.set(10, () => world.setRow({ progress: { done: 1, total: 2 } }));
  const waits = [
    ...Array.from({ length: 30 }, () => watcher.nextChange(jobId, since, 60_000)),
    ...Array.from({ length: 30 }, () => watcher.nextChange(other, otherSince, 1_500)),
  ];
  await Promise.all(waits);
  expect(queries.length).toBeLessThanOrEqual(32);
  expect(queries.every((ids) => new Set(ids).size === ids.length)).toBe(true);
});

describe('between looks', () => {
  let slept: number[];
  /** Sleeps as the machine's clock does: not to the end when it is told that it need not. */
  const sleepOf = (during: (timeoutMs: number) => void) => {
    return (timeoutMs: number, signal?: AbortSignal) => {
      slept.push(timeoutMs);
      during(timeoutMs);
      if (signal?.aborted !== true) clock.advance(timeoutMs);
      return new Promise<void>((resolve) => setImmediate(resolve));
    };
  };
  beforeEach(() => {
    slept = [];
  });

  it('waits longer the longer everybody has waited', async () => {
    clock.sleep = sleepOf(() => undefined);
    await watcher.nextChange(jobId, await revision(), 60_000);
    expect(slept.slice(0, 25)).toEqual(Array.from({ length: 25 }, () => 50));
    expect(slept.slice(-10, -1)).toEqual(Array.from({ length: 9 }, () => 250));
    expect(slept.length).toBeLessThan(400);
  });

  it('does not let somebody who comes wait as long as the others', async () => {
    const since = await revision();
    const waits: Promise<unknown>[] = [];
    clock.sleep = sleepOf((timeoutMs) => {
      if (timeoutMs === 250 && waits.length === 1) waits.push(watcher.nextChange(jobId, since, 100));
    });
    waits.push(watcher.nextChange(jobId, since, 60_000));
    await Promise.all(waits);
    const others = slept.indexOf(250);
    expect(slept.slice(others, others + 3)).toEqual([250, 50, 50]);
  });

  it('rests nine tenths of the time at least, however slow the store is', async () => {
    const since = await revision();
    const { getMany } = world.documents;
    world.documents.getMany = (collection, ids) => {
      clock.advance(30);
      return getMany(collection, ids);
    };
    clock.sleep = sleepOf(() => undefined);
    await watcher.nextChange(jobId, since, 1_000);
    expect(slept.slice(0, 3)).toEqual([300, 300, 300]);
  });
});

describe('with a store that tells of writes', () => {
  let tell: () => void;
  let watched: number;
  let sleeps: number[];
  beforeEach(() => {
    watched = 0;
    sleeps = [];
    const { documents } = world;
    const watchWrites = (told: () => void) => {
      watched += 1;
      tell = told;
      return () => void (watched -= 1);
    };
    // Without `news` a sleep ends by itself; with it nobody has slept.
    clock.sleep = async (timeoutMs, signal) => {
      sleeps.push(timeoutMs);
      await events.get(sleeps.length)?.();
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted !== true) clock.advance(timeoutMs);
    };
    const getMany: typeof documents.getMany = (collection, ids) => {
      queries.push(ids);
      return documents.getMany(collection, ids);
    };
    watcher = createJobWatcher({ documents: { ...documents, getMany, watchWrites }, clock });
  });

  it('answers soon after a change', async () => {
    events.set(2, async () => {
      await world.setRow({ progress: { done: 1, total: 2 } });
      tell();
    });
    const change = await watcher.nextChange(jobId, await revision(), 60_000);
    expect(change?.document.progress).toEqual({ done: 1, total: 2 });
    expect(sleeps).toEqual([250, 250, 3]);
  });

  it('looks once for all that is told of one write, and again for the next', async () => {
    const since = await revision();
    events.set(1, () => {
      for (let part = 0; part < 5; part += 1) tell();
    });
    events.set(2, () => tell());
    events.set(3, () => tell());
    await watcher.nextChange(jobId, since, 400);
    // Told in the first rest, and while the write was given time; told in the next rest; then for as long as it waits.
    expect(sleeps.slice(0, 5)).toEqual([250, 3, 250, 3, 250]);
    expect(queries).toHaveLength(5);
  });

  it('looks now and then all the same: a write may go untold', async () => {
    events.set(3, () => world.setRow({ progress: { done: 1, total: 2 } }));
    expect((await watcher.nextChange(jobId, await revision(), 60_000))?.document.progress.done).toBe(1);
    expect(sleeps).toEqual([250, 250, 250]);
  });

  it('does not let somebody who comes wait for the next write', async () => {
    const since = await revision();
    const waits: Promise<unknown>[] = [];
    events.set(2, () => void waits.push(watcher.nextChange(jobId, 'an old revision', 1_000)));
    waits.push(watcher.nextChange(jobId, since, 600));
    await Promise.all(waits);
    expect(sleeps.slice(0, 4)).toEqual([250, 250, 50, 250]);
  });

  it('is told of nothing while nobody waits', async () => {
    const waiting = watcher.nextChange(jobId, await revision(), 1_000);
    expect(watched).toBe(1);
    await waiting;
    await new Promise((resolve) => setImmediate(resolve));
    expect(watched).toBe(0);
  });
});

it('asks nothing while nobody waits, and looks again when somebody comes', async () => {
  await watcher.nextChange(jobId, undefined, 100);
  const asked = queries.length;
  await clock.sleep(1_000);
  await clock.sleep(1_000);
  expect(queries).toHaveLength(asked);
  expect(await watcher.nextChange(jobId, undefined, 100)).toBeDefined();
});

it('tells everybody who waits when the store does not answer, and works again when it does', async () => {
  const since = await revision();
  events.set(2, () => {
    world.documents.available = false;
  });
  const waits = await Promise.allSettled([
    watcher.nextChange(jobId, since, 60_000),
    watcher.nextChange(jobId, since, 60_000),
  ]);
  expect(waits).toMatchObject([
    { reason: { code: 'STORE_UNAVAILABLE' } },
    { reason: { code: 'STORE_UNAVAILABLE' } },
  ]);
  world.documents.available = true;
  expect(await watcher.nextChange(jobId, undefined, 100)).toBeDefined();
});
