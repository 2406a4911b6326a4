import { objectKeys } from '../../../src/job/keys.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { readJob, readManifest, readStoredJob } from '../../../src/usecases/read-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { asked, createJobWorld, jobId, manifestOf, request, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.begin();
});

const staleMs = 15_000;

it('is the row, and asks Temporal nothing while the row moves', async () => {
  world.launcher.available = false;
  world.clock.advance(staleMs - 1);
  expect(await readJob(world, jobId)).toEqual(await world.row());
});

it('says so when there is no such job, and when it was never started', async () => {
  const other = 'f'.repeat(32);
  await expect(readJob(world, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await world.objects.put(objectKeys.request(other), JSON.stringify(request));
  await expect(readJob(world, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('without a row, because whoever started the run died', () => {
  const start = (id: string) =>
    world.launcher.start({
      kind: 'search',
      jobId: id,
      requestKey: objectKeys.request(id),
      priority: 2,
      fairnessKey: 'alice',
      summary: '',
      searchAttributes: { program: 'blastp', databases: [] },
    });
  const other = 'f'.repeat(32);

  beforeEach(async () => {
    await world.objects.put(objectKeys.request(other), JSON.stringify(request));
    await start(other);
  });

  it('makes the row of the run', async () => {
    expect(await readJob(world, other)).toMatchObject({ id: other, state: 'queued', runId: 'run-2' });
  });

  it('tells how the run has ended', async () => {
    world.launcher.close(other, 'terminated');
    expect(await readJob(world, other)).toMatchObject({ id: other, state: 'failed' });
  });

  it('is honest when it cannot know', async () => {
    world.launcher.available = false;
    await expect(readJob(world, other)).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  });
});

describe('of a row that has not moved for 15 s', () => {
  beforeEach(() => {
    world.clock.advance(staleMs);
  });

  it('is the row when the run is still open, or Temporal does not answer', async () => {
    const before = await world.row();
    expect(await readJob(world, jobId)).toEqual(before);
    world.launcher.available = false;
    expect(await readJob(world, jobId)).toEqual(before);
  });

  it('completes it when the run had published', async () => {
    await world.objects.put(objectKeys.manifest(jobId, 'run-1'), '{"schemaVersion":1}');
    world.launcher.close(jobId, 'failed');
    expect(await readJob(world, jobId)).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });
  });

  it.each(['failed', 'terminated', 'timed-out', 'completed'] as const)(
    'fails it, to be run again, when the run is %s and published nothing',
    async (status) => {
      world.launcher.close(jobId, status);
      expect(await readJob(world, jobId)).toMatchObject({ state: 'failed', failure: { code: 'INTERNAL' } });
      expect(await submitJob(world, asked('bob'))).toMatchObject({ disposition: 'started' });
    },
  );

  it('cancels it when the run was cancelled', async () => {
    world.launcher.close(jobId, 'cancelled');
    expect(await readJob(world, jobId)).toMatchObject({ state: 'cancelled' });
  });

  it('cancels it when it was being cancelled and the run was ended in another way', async () => {
    await world.setRow({ phase: 'cancelling', cancelRequested: true });
    world.launcher.close(jobId, 'terminated');
    expect(await readJob(world, jobId)).toMatchObject({ state: 'cancelled', cancelRequested: false });
  });

  it('fails it when Temporal has lost the run', async () => {
    world.launcher.forget();
    expect(await readJob(world, jobId)).toMatchObject({ state: 'failed', failure: { code: 'INTERNAL' } });
  });

  it('stops the run whose canceller died after its decision', async () => {
    await world.setRow({ phase: 'cancelling', cancelRequested: true });
    await readJob(world, jobId);
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 1 });
  });

  it('leaves a row alone that a later run has taken meanwhile', async () => {
    world.launcher.close(jobId, 'terminated');
    const describe = world.launcher.describe.bind(world.launcher);
    world.launcher.describe = async (address, runId) => {
      const description = await describe(address, runId);
      await submitJob({ ...world, launcher: { ...world.launcher, describe } }, asked('bob'));
      return description;
    };
    expect(await readJob(world, jobId)).toMatchObject({ state: 'queued', runId: 'run-2' });
  });

  it('asks Temporal at most once in 15 s, however many poll it', async () => {
    let asked = 0;
    const launcher: JobWorld['launcher'] = {
      ...world.launcher,
      describe: (address, runId) => {
        asked += 1;
        return world.launcher.describe(address, runId);
      },
    };
    for (let second = 0; second < 45; second += 1) {
      await Promise.all(Array.from({ length: 10 }, () => readJob({ ...world, launcher }, jobId)));
      world.clock.advance(1_000);
    }
    expect(asked).toBe(3);
    world.launcher.close(jobId, 'terminated');
    expect(await readJob({ ...world, launcher }, jobId)).toMatchObject({ state: 'failed' });
  });

  it('gives the revision of what it read', async () => {
    world.launcher.close(jobId, 'cancelled');
    const { document, revision } = await readStoredJob(world, jobId);
    expect(document.state).toBe('cancelled');
    expect((await readStoredJob(world, jobId)).revision).toBe(revision);
  });
});

describe('the manifest', () => {
  it('is that of the run which the row names, as it was written first', async () => {
    await publishJob(world, manifestOf('run-1'));
    world.clock.advance(1_000);
    await publishJob(world, manifestOf('run-1'));
    expect(await readManifest(world, await readJob(world, jobId))).toMatchObject({
      ...manifestOf('run-1'),
      schemaVersion: 1,
      publishedAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['an open job', {}, 'NOT_READY'],
    [
      'a failed job',
      { state: 'failed', failure: { code: 'TOOL_FAILED', message: 'blastp failed.' } },
      'NOT_READY',
    ],
    ['an expired job', { state: 'expired', publishedRunId: null }, 'RESULT_EXPIRED'],
  ] as const)('of %s is refused with a reason', async (_what, change, code) => {
    await world.setRow(change);
    await expect(readManifest(world, await readJob(world, jobId))).rejects.toMatchObject({ code });
  });

  it('is read once, but never a failure', async () => {
    await publishJob(world, manifestOf('run-1'));
    const row = await readJob(world, jobId);
    world.objects.available = false;
    await expect(readManifest(world, row)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    world.objects.available = true;
    const manifest = await readManifest(world, row);
    world.objects.available = false;
    expect(await readManifest(world, row)).toEqual(manifest);
  });
});
