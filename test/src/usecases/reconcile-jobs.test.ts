import { objectKeys } from '../../../src/job/keys.ts';
import type { JobState } from '../../../src/job/record.ts';
import { jobs } from '../../../src/job/record.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import { reconcileJobs } from '../../../src/usecases/reconcile-jobs.ts';
import { supersedeJob } from '../../../src/usecases/supersede-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { asked, createJobWorld, jobId, manifestOf, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
});

const reconcile = (dryRun = false) => reconcileJobs(world, { dryRun });
const loseRow = () => world.documents.delete(jobs, jobId);

it('finds nothing where everything agrees, in every state', async () => {
  expect(await reconcile()).toEqual([]);
  await world.begin();
  expect(await reconcile()).toEqual([]);
  await world.finish();
  expect(await reconcile()).toEqual([]);
  await expireJob(world, jobId);
  expect(await reconcile()).toEqual([]);
});

describe('the pointer of a job that another one supersedes', () => {
  const successor = 'b'.repeat(32);
  beforeEach(async () => {
    await world.finish();
    await expireJob(world, jobId);
    await supersedeJob(world, jobId, successor);
  });

  it('stays where it is, also when the job is expired once more', async () => {
    expect(await reconcile()).toEqual([]);
    await expireJob(world, jobId);
    expect(await world.row()).toMatchObject({ state: 'expired', supersededBy: successor });
  });

  it('goes when results are found that count', async () => {
    const published = manifestOf('run-9');
    await world.objects.put(
      objectKeys.manifest(jobId, 'run-9'),
      JSON.stringify({ ...published, schemaVersion: 1, publishedAt: '2026-01-02T00:00:00.000Z' }),
    );
    expect(await reconcile()).toMatchObject([{ discrepancy: 'published-without-row', state: 'completed' }]);
    expect(await world.row()).not.toHaveProperty('supersededBy');
  });
});

type Force = readonly [what: string, discrepancy: string, state: JobState, force: () => Promise<unknown>];

const forced: readonly Force[] = [
  [
    'a running row whose run was terminated',
    'row-without-workflow',
    'failed',
    async () => {
      await world.begin();
      world.launcher.close(jobId, 'terminated');
    },
  ],
  [
    'a queued row whose run Temporal does not know',
    'row-without-workflow',
    'failed',
    async () => world.launcher.forget(),
  ],
  [
    'a row that is being cancelled and whose run is over',
    'row-without-workflow',
    'cancelled',
    async () => {
      await world.begin();
      await world.setRow({ phase: 'cancelling' });
      world.launcher.close(jobId, 'cancelled');
    },
  ],
  [
    'a run that published and died before its row was completed',
    'row-without-workflow',
    'completed',
    async () => {
      await world.finish();
      await world.setRow({ state: 'running', publishedRunId: null });
    },
  ],
  ['a running workflow without a row', 'workflow-without-row', 'queued', loseRow],
  [
    'a failed workflow without a row',
    'workflow-without-row',
    'failed',
    async () => {
      world.launcher.close(jobId, 'failed');
      await loseRow();
    },
  ],
  [
    'a workflow that has completed, whose results have expired and whose row is lost',
    'workflow-without-row',
    'expired',
    async () => {
      await world.finish();
      await expireJob(world, jobId);
      await loseRow();
    },
  ],
  [
    'results without a row',
    'published-without-row',
    'completed',
    async () => {
      await world.finish();
      await loseRow();
    },
  ],
  [
    'results without a row, of a run that Temporal has forgotten',
    'published-without-row',
    'completed',
    async () => {
      await world.finish();
      await loseRow();
      world.launcher.forget();
    },
  ],
  [
    'results whose row says that the job has failed',
    'published-without-row',
    'completed',
    async () => {
      await world.finish();
      await world.setRow({
        state: 'failed',
        publishedRunId: null,
        failure: { code: 'INTERNAL', message: 'It was lost.' },
      });
    },
  ],
  [
    'a completed row whose manifest is gone',
    'row-without-manifest',
    'expired',
    async () => {
      await world.finish();
      await world.objects.delete([objectKeys.manifest(jobId, 'run-1')]);
    },
  ],
];

it.each(forced)(
  '%s: found as %s, told without being changed, and repaired to %s',
  async (_what, discrepancy, state, force) => {
    await force();
    const before = await world.row();
    expect(await reconcile(true)).toEqual([{ jobId, discrepancy }]);
    expect(await world.row()).toEqual(before);

    expect(await reconcile()).toEqual([{ jobId, discrepancy, state }]);
    expect(await world.row()).toMatchObject({ state });
    expect(await reconcile()).toEqual([]);
  },
);

it.each(forced)(
  '%s: whoever asks for the job afterwards gets its results, computed at most once more',
  async (_what, _discrepancy, _state, force) => {
    await force();
    await reconcile();
    const { disposition } = await submitJob(world, asked('bob'));
    if (disposition !== 'completed') await world.finish();
    expect(await world.row()).toMatchObject({ state: 'completed' });
    expect(world.computations()).toBeLessThanOrEqual(2);
  },
);

it('leaves results that were given up alone, even if a crash has left their manifest', async () => {
  await world.finish();
  await world.setRow({ state: 'expired', publishedRunId: null, retiredRunIds: ['run-1'] });
  expect(await reconcile()).toEqual([]);
});

it('makes a lost row of results again as it was', async () => {
  world.clock.advance(60_000);
  await world.finish();
  const before = await world.row();
  world.clock.advance(60_000);
  await loseRow();
  await reconcile();
  const now = world.clock.now().toISOString();
  expect(await world.row()).toEqual({ ...before, updatedAt: now, lastAccessedAt: now });
});

it('goes on to its end when it is repeated after Temporal was away', async () => {
  await world.begin();
  world.launcher.close(jobId, 'terminated');
  world.launcher.available = false;
  await expect(reconcile()).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  world.launcher.available = true;
  expect(await reconcile()).toHaveLength(1);
});
