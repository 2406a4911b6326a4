import { canonicalJson, objectKeys } from '../../../src/job/keys.ts';
import { jobs } from '../../../src/job/record.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { sweepObjects } from '../../../src/usecases/sweep-objects.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { asked, createJobWorld, jobId, manifestOf, request, type JobWorld } from './job-world.ts';

const chunkKey = 'ab12';
const otherChunk = 'cd34';
const queryKey = objectKeys.query('ef56');
const forgottenQuery = objectKeys.query('0789');

let world: JobWorld;
/** Objects are dated by the real clock, so the sweep's is days ahead of it. */
let daysAhead: number;
const clock: Clock = {
  now: () => new Date(Date.now() + daysAhead * 86_400_000),
  sleep: () => Promise.resolve(),
};

/** A search under way that wants one of two chunks, and whose query is stored beside one that nobody names. */
beforeEach(async () => {
  daysAhead = 2;
  world = createJobWorld();
  await submitJob(world, {
    ...asked('alice'),
    request: { ...request, query: { objectKey: queryKey } } as never,
  });
  await world.begin();
  await world.objects.put(objectKeys.planPage(jobId, 'run-1', 0), canonicalJson(planOf(chunkKey)));
  for (const key of [chunkKey, otherChunk]) {
    await world.objects.put(objectKeys.chunkRun(key), '{"schemaVersion":1}');
    await world.objects.put(objectKeys.chunk(key), 'archive');
  }
  for (const key of [queryKey, forgottenQuery]) await world.objects.put(key, '>q');
});

function planOf(key: string): PlanPage {
  const chunk = { index: 0, startByte: 0, endByte: 1, queriesBefore: 0, queryCount: 1, residueCount: 1 };
  return { schemaVersion: 1, page: 0, chunks: [{ ...chunk, chunkKey: key }] };
}

const sweep = (dryRun = false) => sweepObjects({ ...world, clock }, { dryRun });
const none = { chunks: 0, queries: 0, runFiles: 0 };

async function has(key: string): Promise<boolean> {
  return (await world.objects.head(key)) !== undefined;
}

async function publish(): Promise<void> {
  const plan = { pageKeys: [objectKeys.planPage(jobId, 'run-1', 0)], chunkCount: 1 };
  await publishJob(world, { ...manifestOf('run-1'), plan });
  world.launcher.close(jobId, 'completed');
}

it('deletes what two sweeps in a row find nobody to want, and nothing else', async () => {
  const condemned = { chunks: 2, queries: 1, runFiles: 0 };
  expect(await sweep()).toEqual({ deleted: none, deletedBytes: 0, condemned });
  expect(await has(objectKeys.chunk(otherChunk))).toBe(true);
  expect(await sweep()).toEqual({ deleted: condemned, deletedBytes: 28, condemned: none });
  for (const key of [objectKeys.chunk(otherChunk), objectKeys.chunkRun(otherChunk), forgottenQuery])
    expect(await has(key)).toBe(false);
  for (const key of [
    objectKeys.chunk(chunkKey),
    objectKeys.chunkRun(chunkKey),
    queryKey,
    objectKeys.request(jobId),
  ])
    expect(await has(key)).toBe(true);
  expect(await sweep()).toEqual({ deleted: none, deletedBytes: 0, condemned: none });
});

it('keeps the larger chunk that a chunk’s archive is cut from, as long as the chunk itself', async () => {
  const [chunk] = planOf(chunkKey).chunks;
  const whole = { chunkKey: otherChunk, index: 3 };
  const page = { schemaVersion: 1, page: 0, chunks: [{ ...chunk, whole }] };
  await world.objects.put(objectKeys.planPage(jobId, 'run-1', 0), canonicalJson(page));
  await sweep();
  await sweep();
  for (const key of [chunkKey, otherChunk]) expect(await has(objectKeys.chunk(key))).toBe(true);
});

it('only tells, when it is asked to, and does not count as a sweep then', async () => {
  await sweep(true);
  await sweep();
  expect((await sweep(true)).deleted.chunks).toBe(2);
  expect(await has(objectKeys.chunk(otherChunk))).toBe(true);
});

it('keeps what somebody wants again between two sweeps', async () => {
  await sweep();
  await world.objects.put(objectKeys.planPage(jobId, 'run-1', 1), canonicalJson(planOf(otherChunk)));
  expect((await sweep()).deleted.chunks).toBe(0);
});

describe('the chunks of a search', () => {
  const afterTwoSweeps = async (): Promise<boolean> => {
    await sweep();
    await sweep();
    return has(objectKeys.chunk(chunkKey));
  };

  it('are kept while it runs, and while its results are there', async () => {
    expect(await afterTwoSweeps()).toBe(true);
    await publish();
    expect(await afterTwoSweeps()).toBe(true);
  });

  it('are kept when its row is lost: it can be made again', async () => {
    await publish();
    await world.documents.delete(jobs, jobId);
    expect(await afterTwoSweeps()).toBe(true);
    expect(await has(queryKey)).toBe(true);
    expect(await has(objectKeys.manifest(jobId, 'run-1'))).toBe(true);
  });

  it('are kept when its row does not know of its results', async () => {
    await publish();
    await world.setRow({ state: 'failed', publishedRunId: null });
    expect(await afterTwoSweeps()).toBe(true);
  });

  it.each([
    ['expired', () => publish().then(() => expireJob(world, jobId))],
    ['failed', () => world.finish({ code: 'TOOL_CRASHED', message: 'It crashed.' })],
    ['was cancelled', () => world.finish('cancelled')],
  ] as const)(
    'go once it has %s, with the files of its run, and its query stays for the next',
    async (_how, end) => {
      await end();
      expect(await afterTwoSweeps()).toBe(false);
      expect((await world.objects.list(objectKeys.run(jobId, 'run-1'))).objects).toEqual([]);
      expect(await has(queryKey)).toBe(true);
      expect(await has(objectKeys.request(jobId))).toBe(true);
    },
  );
});

it('deletes what a run has left that a later one has superseded, and nothing of that one', async () => {
  world.launcher.close(jobId, 'terminated');
  await world.setRow({ state: 'failed' });
  await submitJob(world, asked('bob'));
  await world.begin();
  const planKey = objectKeys.planPage(jobId, 'run-2', 0);
  await world.objects.put(planKey, canonicalJson(planOf(chunkKey)));
  await sweep();
  expect((await sweep()).deleted.runFiles).toBe(1);
  expect(await has(objectKeys.planPage(jobId, 'run-1', 0))).toBe(false);
  expect(await has(planKey)).toBe(true);
  expect(await has(objectKeys.chunk(chunkKey))).toBe(true);
});

it('leaves a query alone that was stored within a day: its job may be about to start', async () => {
  daysAhead = 0.9;
  await sweep();
  expect((await sweep()).deleted.queries).toBe(0);
});

it('remembers only the sweep before', async () => {
  for (let index = 0; index < 3; index += 1) {
    daysAhead += 1;
    await sweep();
    expect((await world.objects.list('sweeps/')).objects).toHaveLength(1);
  }
});

it.each(losses)(
  'can be repeated, whichever call dies with its %s, and loses nothing that is wanted',
  async (loss) => {
    for (let number = 1; ; number += 1) {
      for (const key of [objectKeys.chunk(otherChunk), forgottenQuery]) await world.objects.put(key, 'x');
      await sweep();
      const line = faultAt(number, loss);
      const objects = line.wrap(world.objects, 'STORE_UNAVAILABLE');
      await sweepObjects({ documents: world.documents, objects, clock }, { dryRun: false }).catch(
        () => undefined,
      );
      await sweep();
      await sweep();
      expect(await has(objectKeys.chunk(otherChunk))).toBe(false);
      expect(await has(forgottenQuery)).toBe(false);
      expect(await has(objectKeys.chunk(chunkKey))).toBe(true);
      expect(await has(queryKey)).toBe(true);
      if (!line.hasStruck()) {
        expect(number).toBeGreaterThan(8);
        return;
      }
    }
  },
);
