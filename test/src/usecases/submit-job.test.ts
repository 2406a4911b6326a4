import { links } from '../../../src/account/link.ts';
import { submissions } from '../../../src/account/submission.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { jobs } from '../../../src/job/record.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { asked, createJobWorld, jobId, request, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(() => {
  world = createJobWorld();
});

const retryable = { code: 'TOOL_CRASHED', message: 'blastp crashed.' } as const;
const permanent = { code: 'TOOL_REJECTED_INPUT', message: 'blastp refused the query.' } as const;

it('writes in the order that leaves nothing half-done: request, workflow, row, submission', async () => {
  const order: string[] = [];
  const observed = <T extends object>(port: T): T =>
    interceptCalls(port, async (method, proceed) => {
      const answer = await proceed();
      order.push(method);
      return answer;
    });
  const deps = {
    ...world,
    documents: observed(world.documents),
    objects: observed(world.objects),
    launcher: observed(world.launcher),
  };
  await submitJob(deps, asked('alice'));
  expect(order.filter((call) => call !== 'get')).toEqual([
    'put',
    'start',
    'insertIfAbsent',
    'insertIfAbsent',
  ]);
  expect(await readJson(world.objects, objectKeys.request(jobId))).toEqual(request);
});

it('tells nobody of the job before what is done beside its start is done, and starts it whatever becomes of that', async () => {
  const beside = (): Promise<void> =>
    Promise.reject(new PlatformError('STORE_UNAVAILABLE', 'The disk is full.'));
  const job = { ...asked('alice'), link: { principal: 'alice', site: 'DemoDB' } };
  const told = (): Promise<number[]> =>
    Promise.all([world.documents.count(submissions, {}), world.documents.count(links, {})]);
  await expect(submitJob(world, { ...job, beside })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  expect(await told()).toEqual([0, 0]);
  const again = await submitJob(world, { ...job, beside: () => Promise.resolve() });
  expect(again.disposition).toBe('attached');
  expect(await told()).toEqual([1, 1]);
});

it('starts a new job and makes its row and submission', async () => {
  const { disposition, record } = await submitJob(world, asked('alice'));
  expect(disposition).toBe('started');
  expect(record).toEqual(await world.row());
  expect(record).toMatchObject({
    id: jobId,
    kind: 'search',
    state: 'queued',
    runId: 'run-1',
    summary: request.summary,
  });
  expect(world.launcher.runsOf(jobId)).toMatchObject([
    {
      job: {
        kind: 'search',
        jobId,
        requestKey: `jobs/${jobId}/request.json`,
        priority: 2,
        fairnessKey: 'alice',
        summary: request.summary.title,
        searchAttributes: { program: 'blastp', databases: ['proteins'] },
      },
    },
  ]);
  expect(await world.submissions()).toEqual([
    {
      schemaVersion: 1,
      id: 'of-alice',
      jobId,
      reportJobId: null,
      principal: 'alice',
      surface: 'jobs',
      labels: {},
      priority: 2,
      createdAt: '2026-01-01T00:00:00.000Z',
      releasedAt: null,
      live: true,
    },
  ]);
});

it.each([
  ['queued', async () => undefined],
  ['running', () => world.begin()],
])('attaches to a %s job', async (state, prepare) => {
  await submitJob(world, asked('alice'));
  await prepare();
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'attached',
    record: { state, runId: 'run-1' },
  });
  expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  expect(await world.holders()).toEqual(['alice', 'bob']);
});

it('starts nothing for a completed job, and asks Temporal nothing', async () => {
  await submitJob(world, asked('alice'));
  await world.finish();
  world.launcher.available = false;
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'completed',
    record: { state: 'completed', publishedRunId: 'run-1' },
  });
});

describe('after a permanent failure', () => {
  beforeEach(async () => {
    await submitJob(world, asked('alice'));
    await world.finish(permanent);
  });

  it.each([0, 1_000, 59_999])('answers with it for 60 s: after %i ms', async (waitMs) => {
    world.clock.advance(waitMs);
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'failed',
      record: { failure: permanent },
    });
    expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  });

  it('runs again when they are over', async () => {
    world.clock.advance(60_000);
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'started',
      record: { state: 'queued', runId: 'run-2', failure: null },
    });
  });
});

it('runs again at once after a retryable failure', async () => {
  await submitJob(world, asked('alice'));
  await world.finish(retryable);
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'started',
    record: { runId: 'run-2' },
  });
});

it('runs again at once after a cancellation, without waiting', async () => {
  await submitJob(world, asked('alice'));
  await world.finish('cancelled');
  const { disposition, record } = await submitJob(world, asked('bob'));
  expect({ disposition, state: record.state, runId: record.runId }).toEqual({
    disposition: 'started',
    state: 'queued',
    runId: 'run-2',
  });
  expect(world.clock.sleptMs()).toBe(0);
});

it('runs again after expiry, and the results that were given up stay so', async () => {
  await submitJob(world, asked('alice'));
  await world.finish();
  await world.setRow({ state: 'expired', publishedRunId: null, retiredRunIds: ['run-1'] });
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'started',
    record: { state: 'queued' },
  });
  await world.finish();
  expect(world.computations()).toBe(2);
  expect(await world.row()).toMatchObject({ publishedRunId: 'run-2', retiredRunIds: ['run-1'] });
});

it('attaches to a run that has said how it failed and is not closed yet', async () => {
  await submitJob(world, asked('alice'));
  await world.begin();
  await world.setRow({ state: 'failed', failure: retryable, finishedAt: world.clock.now().toISOString() });
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'attached',
    record: { state: 'failed' },
  });
});

describe('a run that is being cancelled', () => {
  beforeEach(async () => {
    await submitJob(world, asked('alice'));
    await world.begin();
    await world.setRow({ cancelRequested: true, phase: 'cancelling' });
  });

  it('is waited for, and another one is started', async () => {
    await world.launcher.cancel({ kind: 'search', jobId }, 'run-1');
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'started',
      record: { state: 'queued', runId: 'run-2', cancelRequested: false, phase: null },
    });
    expect(world.clock.sleptMs()).toBeLessThanOrEqual(200);
  });

  it('is told so again, in case whoever decided died before telling it', async () => {
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'started',
      record: { runId: 'run-2' },
    });
    expect(world.launcher.runsOf(jobId)).toMatchObject([
      { status: 'cancelled', cancelRequests: 1 },
      { status: 'running' },
    ]);
  });

  it('is waited for 10 s at most, and then holds nobody whom it did not answer', async () => {
    world.honourCancellations = () => Promise.resolve();
    await expect(submitJob(world, asked('bob'))).rejects.toMatchObject({ code: 'JOB_CLOSING' });
    expect(world.clock.sleptMs()).toBeGreaterThanOrEqual(10_000);
    expect(world.clock.sleptMs()).toBeLessThanOrEqual(10_200);
    expect(await world.holders()).toEqual(['alice']);
    expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  });

  it('may complete instead: then its results are the answer', async () => {
    world.honourCancellations = () => world.finish();
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'completed',
      record: { state: 'completed' },
    });
    expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  });

  it('may fail instead: then another one is started', async () => {
    world.honourCancellations = () => world.finish(retryable);
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'started',
      record: { runId: 'run-2' },
    });
  });

  it('may have said that it is cancelled and not be closed yet', async () => {
    await world.setRow({ state: 'cancelled', phase: null, cancelRequested: false });
    let looks = 0;
    world.honourCancellations = () => {
      if ((looks += 1) === 5) world.launcher.close(jobId, 'cancelled');
      return Promise.resolve();
    };
    expect(await submitJob(world, asked('bob'))).toMatchObject({
      disposition: 'started',
      record: { runId: 'run-2' },
    });
    expect(world.clock.sleptMs()).toBe(500);
  });
});

it('takes away the mark that a canceller died upon, and waits for nothing', async () => {
  await submitJob(world, asked('alice'));
  await world.begin();
  await world.setRow({ cancelRequested: true });
  expect(await submitJob(world, asked('bob'))).toMatchObject({
    disposition: 'attached',
    record: { state: 'running', cancelRequested: false },
  });
  expect(world.clock.sleptMs()).toBe(0);
});

it('takes a repeated submission of the same request for the same, and refuses another request under its id', async () => {
  await submitJob(world, asked('alice', 'once'));
  expect(await submitJob(world, asked('alice', 'once'))).toMatchObject({ disposition: 'attached' });
  expect(await world.submissions()).toHaveLength(1);
  await expect(submitJob(world, asked('bob', 'once'))).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('submits without a submission of its own what another submission holds', async () => {
  const { submission: _, ...report } = asked('alice');
  expect(await submitJob(world, report)).toMatchObject({ disposition: 'started' });
  expect(await world.submissions()).toEqual([]);
});

it('makes one run of 50 simultaneous submissions, and 50 holders', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) => submitJob(world, asked(`user-${String(i)}`))),
  );
  expect(outcomes.filter(({ disposition }) => disposition === 'started')).toHaveLength(1);
  expect(world.launcher.runsOf(jobId)).toHaveLength(1);
  expect(await world.holders()).toHaveLength(50);
});

it.each([
  [
    'the document store',
    () => {
      world.documents.available = false;
    },
    'STORE_UNAVAILABLE',
  ],
  [
    'the object store',
    () => {
      world.objects.available = false;
    },
    'STORE_UNAVAILABLE',
  ],
  [
    'Temporal',
    () => {
      world.launcher.available = false;
    },
    'TEMPORAL_UNAVAILABLE',
  ],
])('leaves no row and no submission while %s is down', async (_what, takeDown, code) => {
  takeDown();
  await expect(submitJob(world, asked('alice'))).rejects.toMatchObject({ code });
  world.documents.available = true;
  expect(await world.documents.count(jobs, {})).toBe(0);
  expect(await world.documents.count(submissions, {})).toBe(0);
  expect(world.launcher.runsOf(jobId)).toHaveLength(0);
});
