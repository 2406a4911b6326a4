import { objectKeys } from '../../../src/job/keys.ts';
import { cancel, complete, fail, recordProgress } from '../../../src/job/state-machine.ts';
import type { Run } from '../../../src/ports/job-launcher.ts';
import { claimRun } from '../../../src/usecases/claim-run.ts';
import { ownJob } from '../../../src/usecases/own-job.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { updateJob } from '../../../src/usecases/update-job.ts';
import { asked, createJobWorld, jobId, manifestOf, request, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(() => {
  world = createJobWorld();
});

/** Starts a run behind the back of everybody, as a caller with a stale look does. */
async function startRun(): Promise<Run> {
  await world.objects.put(objectKeys.request(jobId), JSON.stringify(request));
  const { run } = await world.launcher.start({
    kind: 'search',
    jobId,
    requestKey: objectKeys.request(jobId),
    priority: 2,
    fairnessKey: 'alice',
    summary: '',
    searchAttributes: { program: 'blastp', databases: [] },
  });
  return run;
}

async function replaceRun(status: 'terminated' | 'failed' = 'terminated'): Promise<Run> {
  world.launcher.close(jobId, status);
  return startRun();
}

describe('the first step of a run', () => {
  it('makes the row when nobody has', async () => {
    expect(await claimRun(world, jobId, await startRun())).toMatchObject({ published: false });
    expect(await world.row()).toMatchObject({
      state: 'running',
      phase: 'planning',
      runId: 'run-1',
      summary: request.summary,
    });
  });

  it.each([
    ['search', 'planning'],
    ['report', 'waiting'],
    ['database', 'building'],
  ])('enters the first phase of a %s: %s', async (kind, phase) => {
    await world.objects.put(objectKeys.request(jobId), JSON.stringify({ ...request, kind }));
    await claimRun(world, jobId, { runId: 'run-1', startedAt: '2026-01-01T00:00:00.000Z' });
    expect(await world.row()).toMatchObject({ kind, phase });
  });

  it('may be repeated, and changes nothing then', async () => {
    const run = await startRun();
    await claimRun(world, jobId, run);
    const before = await world.row();
    world.clock.advance(1_000);
    expect(await claimRun(world, jobId, run)).toMatchObject({ published: false });
    expect(await world.row()).toEqual(before);
  });

  it('ends a run that was started on a stale look, because the job is completed', async () => {
    await submitJob(world, asked('alice'));
    await world.finish();
    const before = await world.row();
    expect(await claimRun(world, jobId, await startRun())).toMatchObject({ published: true });
    expect(await world.row()).toEqual(before);
  });

  it('heals a row whose run published its manifest and died', async () => {
    await submitJob(world, asked('alice'));
    await world.begin();
    await world.objects.put(objectKeys.manifest(jobId, 'run-1'), '{"schemaVersion":1}');
    expect(await claimRun(world, jobId, await replaceRun())).toMatchObject({ published: true });
    expect(await world.row()).toMatchObject({ state: 'completed', runId: 'run-2', publishedRunId: 'run-1' });
  });

  it('finds the manifest among everything else that many runs have left', async () => {
    await submitJob(world, asked('alice'));
    await Promise.all(
      Array.from({ length: 1_200 }, (_, index) =>
        world.objects.put(objectKeys.fragment(jobId, 'run-0', index), 'x'),
      ),
    );
    await world.objects.put(
      objectKeys.artifact(jobId, 'run-0', 'manifest.json'),
      'a file that is only called so',
    );
    await world.objects.put(objectKeys.manifest(jobId, 'run-9'), '{"schemaVersion":1}');
    expect(await world.begin()).toBe(true);
    expect(await world.row()).toMatchObject({ publishedRunId: 'run-9' });
  });

  it('does not take expired results for results', async () => {
    await submitJob(world, asked('alice'));
    await world.finish();
    await world.setRow({ state: 'expired', publishedRunId: null, retiredRunIds: ['run-1'] });
    expect(await claimRun(world, jobId, await startRun())).toMatchObject({ published: false });
    expect(await world.row()).toMatchObject({ state: 'running', runId: 'run-2', retiredRunIds: ['run-1'] });
  });

  it('computes once, however many runs are started on stale looks', async () => {
    for (let index = 0; index < 6; index += 1) {
      await startRun();
      await world.finish();
    }
    expect(world.computations()).toBe(1);
    expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });
  });

  it('says so when the request is gone', async () => {
    const run = { runId: 'run-1', startedAt: '2026-01-01T00:00:00.000Z' };
    await expect(claimRun(world, jobId, run)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await world.row()).toBeUndefined();
  });
});

describe('a run that another one has superseded', () => {
  let zombie: Run;
  beforeEach(async () => {
    zombie = await startRun();
    await claimRun(world, jobId, zombie);
    await claimRun(world, jobId, await replaceRun());
  });

  const now = '2026-01-01T01:00:00.000Z';
  it.each<[string, () => Promise<unknown>]>([
    ['claim', () => claimRun(world, jobId, zombie)],
    ['report progress', () => updateJob(world, jobId, zombie.runId, (row) => recordProgress(row, 5, 8, now))],
    [
      'fail',
      () => updateJob(world, jobId, zombie.runId, (row) => fail(row, { code: 'INTERNAL', message: '' }, now)),
    ],
    ['cancel', () => updateJob(world, jobId, zombie.runId, (row) => cancel(row, now))],
    ['complete', () => updateJob(world, jobId, zombie.runId, (row) => complete(row, now))],
    ['publish', () => publishJob(world, manifestOf(zombie.runId))],
  ])('cannot %s', async (_what, write) => {
    const before = await world.row();
    await expect(write()).rejects.toMatchObject({ code: 'RUN_SUPERSEDED' });
    expect(await world.row()).toEqual(before);
  });

  it('cannot take the row back, in whatever order the two are seen', async () => {
    expect(await ownJob(world, jobId, request, zombie)).toMatchObject({ runId: 'run-2' });
  });

  it('whose manifest came too late is found by the run after', async () => {
    await publishJob(world, manifestOf(zombie.runId)).catch(() => undefined);
    expect(await claimRun(world, jobId, await replaceRun())).toMatchObject({ published: true });
    expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: zombie.runId });
  });
});

describe('owning a job', () => {
  const runs = [1, 2, 3].map((n) => ({
    runId: `run-${String(n)}`,
    startedAt: `2026-01-01T00:00:00.00${String(n)}Z`,
  }));

  it('ends with the latest-started run, in whatever order and however often the runs come', async () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
      [0, 0, 2, 2, 1, 0],
    ]) {
      world = createJobWorld();
      for (const index of order)
        await ownJob(world, jobId, request, runs[index] ?? { runId: '', startedAt: '' });
      expect(await world.row()).toMatchObject({ runId: 'run-3', state: 'queued' });
      world = createJobWorld();
      await Promise.all(
        order.map((index) => ownJob(world, jobId, request, runs[index] ?? { runId: '', startedAt: '' })),
      );
      expect(await world.row()).toMatchObject({ runId: 'run-3', state: 'queued' });
    }
  });

  it('keeps when the job was first asked for', async () => {
    await ownJob(world, jobId, request, runs[0] ?? { runId: '', startedAt: '' });
    world.clock.advance(60_000);
    await ownJob(world, jobId, request, runs[1] ?? { runId: '', startedAt: '' });
    expect(await world.row()).toMatchObject({
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:01:00.000Z',
    });
  });
});

describe('updating a row', () => {
  beforeEach(async () => {
    await submitJob(world, asked('alice'));
    await world.begin();
  });

  it('loses no change of twenty that come at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        updateJob(world, jobId, 'run-1', (row) => ({
          ...row,
          progress: { done: row.progress.done + 1, total: 20 },
        })),
      ),
    );
    expect(await world.row()).toMatchObject({ progress: { done: 20, total: 20 } });
  });

  it('writes nothing when nothing changes', async () => {
    world.documents.replaceIfRevision = () => Promise.reject(new Error('it was written'));
    const before = await world.row();
    expect(await updateJob(world, jobId, 'run-1', (row) => row)).toEqual(before);
  });

  it('says so when there is no row', async () => {
    await expect(updateJob(world, 'f'.repeat(32), 'run-1', (row) => row)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
