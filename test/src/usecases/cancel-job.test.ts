import { submissions } from '../../../src/account/submission.ts';
import { cancelJob, cancelSubmission } from '../../../src/usecases/cancel-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { asked, createJobWorld, jobId, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
});

async function submissionOf(id: string) {
  const stored = await world.documents.get(submissions, id);
  if (!stored) throw new Error(`there is no submission ${id}`);
  return stored;
}

describe('the only holder', () => {
  it.each([
    ['queued', async () => undefined],
    ['running', () => world.begin()],
  ])('stops a %s job: marked, then told, then cancelled by its own run', async (state, prepare) => {
    await prepare();
    const { outcome, record } = await cancelJob(world, jobId, 'alice');
    expect({ outcome, record }).toMatchObject({
      outcome: 'cancelling',
      record: { state, phase: 'cancelling', cancelRequested: true },
    });
    expect(await world.holders()).toEqual([]);
    expect(world.launcher.runsOf(jobId)).toMatchObject([{ cancelRequests: 1, status: 'running' }]);
    await world.honourCancellations();
    expect(await world.row()).toMatchObject({ state: 'cancelled', failure: { code: 'CANCELLED' } });
  });

  it('may ask twice', async () => {
    await cancelJob(world, jobId, 'alice');
    expect(await cancelJob(world, jobId, 'alice')).toMatchObject({ outcome: 'cancelling' });
    await world.honourCancellations();
    expect(await cancelJob(world, jobId, 'alice')).toMatchObject({
      outcome: 'finished',
      record: { state: 'cancelled' },
    });
  });

  it('takes back all of its own submissions, however many there are', async () => {
    for (let index = 0; index < 230; index += 1)
      await submitJob(world, asked('alice', `more-${String(index)}`));
    expect(await cancelJob(world, jobId, 'alice')).toMatchObject({ outcome: 'cancelling' });
    expect(await world.documents.count(submissions, { live: true, jobId })).toBe(0);
  });
});

it('keeps the job for somebody else, and takes its own mark away again', async () => {
  await submitJob(world, asked('bob'));
  expect(await cancelJob(world, jobId, 'alice')).toMatchObject({
    outcome: 'kept',
    record: { cancelRequested: false },
  });
  expect(await world.row()).toMatchObject({ cancelRequested: false, phase: null });
  expect(await world.holders()).toEqual(['bob']);
  expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 0 });

  expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'cancelling' });
});

it('lets nobody stop what somebody else holds', async () => {
  expect(await cancelJob(world, jobId, 'mallory')).toMatchObject({ outcome: 'kept' });
  expect(await world.holders()).toEqual(['alice']);
});

it('notes when a submission was taken back', async () => {
  world.clock.advance(5_000);
  await cancelJob(world, jobId, 'alice');
  expect(await world.submissions()).toMatchObject([{ live: false, releasedAt: '2026-01-01T00:00:05.000Z' }]);
});

it.each(['completed', { code: 'TOOL_FAILED', message: 'blastp failed.' }, 'cancelled'] as const)(
  'changes nothing about a job that is over (%j) but its holders',
  async (end) => {
    await world.finish(end);
    const before = await world.row();
    expect(await cancelJob(world, jobId, 'alice')).toEqual({ outcome: 'finished', record: before });
    expect(await world.row()).toEqual(before);
    expect(await world.holders()).toEqual([]);
  },
);

it('says so when there is no such job', async () => {
  await expect(cancelJob(world, 'f'.repeat(32), 'alice')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('decides again when the run writes its progress between the count and the decision', async () => {
  await world.begin();
  let interrupted = 0;
  const documents: typeof world.documents = Object.create(world.documents) as typeof world.documents;
  documents.count = async (collection, where) => {
    const count = await world.documents.count(collection, where);
    if ((interrupted += 1) < 5) await world.setRow({ progress: { done: interrupted, total: 8 } });
    return count;
  };
  expect(await cancelJob({ ...world, documents }, jobId, 'alice')).toMatchObject({ outcome: 'cancelling' });
  expect(await world.row()).toMatchObject({ phase: 'cancelling', progress: { total: 8 } });
});

describe('a search and the report that was asked for with it', () => {
  const reportId = 'fedcba9876543210fedcba9876543210';
  const withReport = (principal: string) => asked(principal, `with-report-of-${principal}`, reportId);
  const report = { ...asked('nobody'), jobId: reportId, submission: undefined };

  async function submitBoth(principal: string): Promise<void> {
    await submitJob(world, withReport(principal));
    const { submission: _, ...rest } = report;
    await submitJob(world, rest);
  }

  beforeEach(async () => {
    await cancelJob(world, jobId, 'alice');
    await world.honourCancellations();
    await submitBoth('bob');
  });

  it('stop together when the submission is taken back', async () => {
    expect(await cancelSubmission(world, await submissionOf('with-report-of-bob'))).toMatchObject({
      outcome: 'cancelling',
      record: { id: jobId },
    });
    expect(world.launcher.openRun(reportId)).toMatchObject({ cancelRequests: 1 });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 1 });
  });

  it('stop together when the search is cancelled by its id', async () => {
    await cancelJob(world, jobId, 'bob');
    expect(world.launcher.openRun(reportId)).toMatchObject({ cancelRequests: 1 });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 1 });
  });

  it('are held apart: the report stops alone when the report is cancelled by its id', async () => {
    expect(await cancelJob(world, reportId, 'bob')).toMatchObject({
      outcome: 'cancelling',
      record: { id: reportId },
    });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 0 });
  });

  it('go on for another holder', async () => {
    await submitBoth('carol');
    expect(await cancelSubmission(world, await submissionOf('with-report-of-bob'))).toMatchObject({
      outcome: 'kept',
    });
    expect(world.launcher.openRun(reportId)).toMatchObject({ cancelRequests: 0 });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 0 });
  });

  it('stop also when a crash kept the report from starting', async () => {
    const other = { ...asked('dora', 'of-dora', 'a'.repeat(32)) };
    await cancelSubmission(world, await submissionOf('with-report-of-bob'));
    await world.honourCancellations();
    await submitJob(world, other);
    expect(await cancelSubmission(world, await submissionOf('of-dora'))).toMatchObject({
      outcome: 'cancelling',
    });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 1 });
  });
});
