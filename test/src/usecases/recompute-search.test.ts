import { canonicalJson, objectKeys } from '../../../src/job/keys.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { readJob } from '../../../src/usecases/read-job.ts';
import { recomputeSearch } from '../../../src/usecases/recompute-search.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { asked, createJobWorld, jobId, manifestOf, type JobWorld } from './job-world.ts';

const turn = { priority: 2, fairnessKey: 'alice' };
const chunkKeys = ['aa11', 'bb22'];

let world: JobWorld;
beforeEach(async () => {
  world = await createSearchedWorld();
});

/** A published search of two chunks. */
async function createSearchedWorld(): Promise<JobWorld> {
  const made = createJobWorld();
  await submitJob(made, asked('alice'));
  await made.begin();
  const pageKey = objectKeys.planPage(jobId, 'run-1', 0);
  await made.objects.put(pageKey, canonicalJson(pageOf(chunkKeys)));
  for (const key of chunkKeys) {
    await made.objects.put(objectKeys.chunkRun(key), '{"schemaVersion":1}');
    await made.objects.put(objectKeys.chunk(key), 'archive');
  }
  await publishJob(made, { ...manifestOf('run-1'), plan: { pageKeys: [pageKey], chunkCount: 2 } });
  made.launcher.close(jobId, 'completed');
  return made;
}

function pageOf(keys: readonly string[]): PlanPage {
  const chunks = keys.map((chunkKey, index) => ({
    index,
    startByte: index,
    endByte: index + 1,
    queriesBefore: index,
    queryCount: 1,
    residueCount: 1,
    chunkKey,
  }));
  return { schemaVersion: 1, page: 0, chunks };
}

const openRun = () => world.launcher.openRun(jobId);

it('does nothing to a search whose archives are all there, and to none that is open', async () => {
  await recomputeSearch(world, jobId, turn);
  expect(openRun()).toBeUndefined();
  expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });

  await expireJob(world, jobId);
  await recomputeSearch(world, jobId, turn);
  await recomputeSearch(world, jobId, turn);
  expect(world.launcher.runsOf(jobId)).toHaveLength(2);
});

it.each([
  ['an archive', objectKeys.chunk('bb22')],
  ['the note about an archive', objectKeys.chunkRun('bb22')],
  ['its plan', objectKeys.planPage(jobId, 'run-1', 0)],
  ['its manifest', objectKeys.manifest(jobId, 'run-1')],
])('starts a search again that has lost %s, and nobody sees it as failed', async (_what, key) => {
  await world.objects.delete([key]);
  await recomputeSearch(world, jobId, turn);
  expect(await readJob(world, jobId)).toMatchObject({
    state: 'queued',
    runId: 'run-2',
    retiredRunIds: ['run-1'],
  });
  expect((await world.objects.list(objectKeys.run(jobId, 'run-1'))).objects).toEqual([]);
  await world.finish();
  expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-2' });
});

it('leaves a search alone that was cancelled or has failed: that is its answer', async () => {
  for (const state of ['cancelled', 'failed'] as const) {
    await world.setRow({ state, publishedRunId: null });
    await recomputeSearch(world, jobId, turn);
    expect(openRun()).toBeUndefined();
  }
});

it('of many at once makes one run', async () => {
  await world.objects.delete([objectKeys.chunk('aa11')]);
  await Promise.all(Array.from({ length: 20 }, () => recomputeSearch(world, jobId, turn)));
  expect(world.launcher.runsOf(jobId)).toHaveLength(2);
});

it.each(losses)(
  'can be repeated, whichever call dies with its %s, and nobody sees a failure meanwhile',
  async (loss) => {
    for (let number = 1; ; number += 1) {
      world = await createSearchedWorld();
      await world.objects.delete([objectKeys.chunk('aa11')]);
      const line = faultAt(number, loss);
      await recomputeSearch(
        {
          documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
          objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
          launcher: line.wrap(world.launcher, 'TEMPORAL_UNAVAILABLE'),
          clock: world.clock,
        },
        jobId,
        turn,
      ).catch(() => undefined);
      if (!line.hasStruck()) {
        expect(number).toBeGreaterThan(8);
        return;
      }
      expect(['completed', 'queued']).toContain((await world.row())?.state);
      await recomputeSearch(world, jobId, turn);
      expect(await world.row()).toMatchObject({ state: 'queued', runId: openRun()?.runId });
      await world.finish();
      expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-2' });
    }
  },
);

it('whose caller died before the start reads as expired once somebody looks, never as failed, and can be repeated', async () => {
  await world.objects.delete([objectKeys.chunk('aa11')]);
  const launcher = { ...world.launcher, start: () => Promise.reject(new Error('the caller dies')) };
  await expect(recomputeSearch({ ...world, launcher }, jobId, turn)).rejects.toThrow('dies');
  expect(await readJob(world, jobId)).toMatchObject({ state: 'queued' });
  world.clock.advance(15_000);
  expect(await readJob(world, jobId)).toMatchObject({ state: 'expired', publishedRunId: null });
  await recomputeSearch(world, jobId, turn);
  await world.finish();
  expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-2' });
});
