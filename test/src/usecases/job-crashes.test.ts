import { objectKeys } from '../../../src/job/keys.ts';
import { jobs } from '../../../src/job/record.ts';
import { cancelJob } from '../../../src/usecases/cancel-job.ts';
import { claimRun } from '../../../src/usecases/claim-run.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { afterEachLoss, dying } from './after-each-loss.ts';
import { asked, createJobWorld, jobId, manifestOf, type JobWorld } from './job-world.ts';

const retryable = { code: 'TOOL_CRASHED', message: 'blastp crashed.' } as const;

type Start = readonly [name: string, make: () => Promise<JobWorld>, runsBefore: number];

const starts: readonly Start[] = [
  ['nothing', () => Promise.resolve(createJobWorld()), 0],
  ['a queued job', () => worldAfter(async () => undefined), 1],
  ['a running job', () => worldAfter((world) => world.begin()), 1],
  ['a failed job', () => worldAfter((world) => world.finish(retryable)), 1],
  ['a cancelled job', () => worldAfter((world) => world.finish('cancelled')), 1],
  [
    'a job whose canceller died after its mark',
    () =>
      worldAfter(async (world) => {
        await world.begin();
        await world.setRow({ cancelRequested: true });
      }),
    1,
  ],
  [
    'a job whose canceller died after its decision',
    () =>
      worldAfter(async (world) => {
        await world.begin();
        await world.setRow({ cancelRequested: true, phase: 'cancelling' });
      }),
    1,
  ],
];

async function worldAfter(happens: (world: JobWorld) => Promise<unknown>): Promise<JobWorld> {
  const world = createJobWorld();
  await submitJob(world, asked('alice'));
  await happens(world);
  return world;
}

/** What holds at any moment, whoever died when. */
async function expectNothingHalfDone(world: JobWorld): Promise<void> {
  const row = await world.row();
  const runs = world.launcher.runsOf(jobId);
  if (row) expect(runs.map(({ runId }) => runId)).toContain(row.runId);
  if ((await world.submissions()).length > 0) expect(row).toBeDefined();
  if (runs.length > 0) expect(await world.objects.head(objectKeys.request(jobId))).toBeDefined();
  expect(runs.filter(({ status }) => status === 'running').length).toBeLessThanOrEqual(1);
}

describe.each(losses)('a submission that dies with its %s', (loss) => {
  it.each(starts)(
    'from %s: leaves nothing or a job that makes itself, and can be repeated',
    async (_name, make, runsBefore) => {
      const lost = await afterEachLoss(
        make,
        loss,
        (deps) => submitJob(deps, asked('bob', 'first')),
        async (world) => {
          await expectNothingHalfDone(world);
          await world.honourCancellations();
          const { record } = await submitJob(world, asked('bob', 'second'));
          expect(record).toMatchObject({
            cancelRequested: false,
            phase: expect.not.stringMatching('cancelling') as unknown,
          });
          await world.finish();
          expect(await world.row()).toMatchObject({ state: 'completed' });
          expect(world.launcher.runsOf(jobId).length).toBeLessThanOrEqual(runsBefore + 1);
          expect(await submitJob(world, asked('carol'))).toMatchObject({ disposition: 'completed' });
        },
      );
      expect(lost).toBeGreaterThanOrEqual(4);
    },
  );

  it('started a run: the run makes the row by itself', async () => {
    const world = createJobWorld();
    const line = faultAt(loss === 'request lost' ? 4 : 3, loss);
    await expect(submitJob(dying(world, line), asked('bob'))).rejects.toMatchObject({
      code: expect.any(String) as string,
    });
    expect(await world.row()).toBeUndefined();
    await world.finish();
    expect(await world.row()).toMatchObject({ state: 'completed', runId: 'run-1', publishedRunId: 'run-1' });
  });
});

describe.each(losses)('a cancellation that dies with its %s', (loss) => {
  const start = () => worldAfter((world) => world.begin());

  it('can be repeated to its end', async () => {
    const lost = await afterEachLoss(
      start,
      loss,
      (deps) => cancelJob(deps, jobId, 'alice'),
      async (world) => {
        await world.honourCancellations();
        const { outcome } = await cancelJob(world, jobId, 'alice');
        expect(['cancelling', 'finished']).toContain(outcome);
        await world.honourCancellations();
        expect(await world.row()).toMatchObject({ state: 'cancelled', cancelRequested: false });
        expect(await world.holders()).toEqual([]);
      },
    );
    expect(lost).toBeGreaterThanOrEqual(7);
  });

  it('never keeps a later submission from its run', async () => {
    await afterEachLoss(
      start,
      loss,
      (deps) => cancelJob(deps, jobId, 'alice'),
      async (world) => {
        const { record } = await submitJob(world, asked('bob'));
        expect(record).toMatchObject({ cancelRequested: false });
        expect(record.phase).not.toBe('cancelling');
        await world.finish();
        expect(await world.row()).toMatchObject({ state: 'completed' });
        expect(world.clock.sleptMs()).toBeLessThanOrEqual(300);
      },
    );
  });

  it('never stops the job of somebody else who holds it', async () => {
    await afterEachLoss(
      async () => {
        const world = await start();
        await submitJob(world, asked('bob'));
        return world;
      },
      loss,
      (deps) => cancelJob(deps, jobId, 'alice'),
      async (world) => {
        await world.honourCancellations();
        expect(await world.row()).toMatchObject({ state: 'running', phase: 'planning' });
        await world.finish();
        expect(await world.row()).toMatchObject({ state: 'completed', cancelRequested: false });
      },
    );
  });
});

describe.each(losses)('a run whose step dies with its %s and is repeated', (loss) => {
  it('claims once', async () => {
    const lost = await afterEachLoss(
      () => worldAfter(async () => undefined),
      loss,
      (deps, world) => claimRun(deps, jobId, runOf(world)),
      async (world) => {
        expect(await claimRun(world, jobId, runOf(world))).toMatchObject({ published: false });
        expect(await world.row()).toMatchObject({ state: 'running', phase: 'planning', runId: 'run-1' });
      },
    );
    expect(lost).toBeGreaterThanOrEqual(4);
  });

  it('publishes once', async () => {
    const lost = await afterEachLoss(
      () => worldAfter((world) => world.begin()),
      loss,
      (deps) => publishJob(deps, manifestOf('run-1')),
      async (world) => {
        world.clock.advance(5_000);
        await publishJob(world, manifestOf('run-1'));
        expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });
        expect(await world.documents.count(jobs, {})).toBe(1);
      },
    );
    expect(lost).toBe(4);
  });
});

function runOf(world: JobWorld) {
  const run = world.launcher.openRun(jobId);
  if (!run) throw new Error('no run is open');
  return { runId: run.runId, startedAt: run.startedAt };
}
