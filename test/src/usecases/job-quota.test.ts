import { jobStates, jobs, type JobKind, type JobState } from '../../../src/job/record.ts';
import { newJobRecord } from '../../../src/job/state-machine.ts';
import type { StartOutcome } from '../../../src/ports/job-launcher.ts';
import { claimRun } from '../../../src/usecases/claim-run.ts';
import { createJobQuota } from '../../../src/usecases/job-quota.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { asked, createJobWorld, request, type JobWorld } from './job-world.ts';

let world: JobWorld;
beforeEach(() => {
  world = createJobWorld();
});

const quotaOf = (maxActiveJobs: number) => createJobQuota(world, { maxActiveJobs });
const idOf = (number: number): string => number.toString(16).padStart(32, '0');
const refusal = { code: 'QUOTA_EXCEEDED', message: expect.stringMatching(/^You may have .* at a time/) };

/** A row that somebody's submission has left. */
async function addRow(number: number, startedBy: string, state: JobState, kind: JobKind = 'search') {
  const now = '2026-01-01T00:00:00.000Z';
  const run = { runId: `run-of-${String(number)}`, startedAt: now };
  const fresh = newJobRecord({ id: idOf(number), kind, summary: request.summary, run, startedBy, now });
  await world.documents.insertIfAbsent(jobs, { ...fresh, state });
}

/** Submits job `number` as the API does. */
function submit(quota: ReturnType<typeof quotaOf>, number: number, principal = 'alice') {
  const job = { ...asked(principal, `${principal}-${String(number)}`), jobId: idOf(number) };
  return quota.admit(job.jobId, principal, () => submitJob(world, job));
}

describe('what counts', () => {
  it.each(jobStates.map((state) => ({ state, counts: state === 'queued' || state === 'running' })))(
    'a $state job of mine: $counts',
    async ({ state, counts }) => {
      await addRow(1, 'alice', state);
      const submitted = submit(quotaOf(1), 2);
      if (counts) await expect(submitted).rejects.toMatchObject(refusal);
      else expect((await submitted).disposition).toBe('started');
    },
  );

  it.each([
    { kind: 'search', counts: true },
    { kind: 'database', counts: true },
    { kind: 'report', counts: false },
  ] as const)('a running $kind: $counts', async ({ kind, counts }) => {
    await addRow(1, 'alice', 'running', kind);
    const submitted = submit(quotaOf(1), 2);
    if (counts) await expect(submitted).rejects.toMatchObject(refusal);
    else expect((await submitted).disposition).toBe('started');
  });

  it("not another principal's jobs", async () => {
    await addRow(1, 'bob', 'running');
    expect((await submit(quotaOf(1), 2)).disposition).toBe('started');
  });

  it('the last job that fits, and not the next', async () => {
    const quota = quotaOf(3);
    for (const number of [1, 2, 3]) expect((await submit(quota, number)).disposition).toBe('started');
    await expect(submit(quota, 4)).rejects.toMatchObject(refusal);
  });

  it("a job whose row was made by its run's first step, before the API could", async () => {
    const launcher = interceptCalls(world.launcher, async (method, proceed) => {
      const answer = await proceed();
      if (method === 'start') await claimRun(world, idOf(1), (answer as StartOutcome).run, 'alice');
      return answer;
    });
    await submitJob({ ...world, launcher }, { ...asked('alice'), jobId: idOf(1) });
    await expect(submit(quotaOf(1), 2)).rejects.toMatchObject(refusal);
  });
});

describe('at the quota', () => {
  it('attaching to a run is let through, to my own and to that of another', async () => {
    await addRow(1, 'alice', 'running');
    await addRow(2, 'bob', 'queued');
    const admitted = { of: 'attached or answered' };
    for (const number of [1, 2]) {
      expect(await quotaOf(1).admit(idOf(number), 'alice', () => Promise.resolve(admitted))).toBe(admitted);
    }
  });

  it('an answer from the store is let through', async () => {
    await addRow(1, 'alice', 'running');
    await addRow(2, 'bob', 'completed');
    expect((await submit(quotaOf(1), 2)).disposition).toBe('completed');
  });

  it('a job that would have to run again is refused', async () => {
    await addRow(1, 'alice', 'running');
    await addRow(2, 'alice', 'expired');
    await expect(submit(quotaOf(1), 2)).rejects.toMatchObject(refusal);
  });

  it('is refused before anything is done', async () => {
    await addRow(1, 'alice', 'running');
    let called = false;
    const submitted = quotaOf(1).admit(idOf(2), 'alice', async () => {
      called = true;
    });
    await expect(submitted).rejects.toMatchObject(refusal);
    expect(called).toBe(false);
  });
});

describe('many at once in one process', () => {
  it('start exactly as many as fit', async () => {
    const quota = quotaOf(7);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => submit(quota, index)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(refusal);
    }
    expect(await world.documents.count(jobs, {})).toBe(7);
  });

  it('count one job once, however often it is submitted', async () => {
    const quota = quotaOf(2);
    await Promise.all(Array.from({ length: 20 }, () => submit(quota, 1)));
    expect((await submit(quota, 2)).disposition).toBe('started');
    await expect(submit(quota, 3)).rejects.toMatchObject(refusal);
  });

  it('leave the place of one that could not start to the one that waits for it', async () => {
    const quota = quotaOf(1);
    const broken = quota.admit(idOf(1), 'alice', async () => {
      await Promise.resolve();
      throw new Error('the store is down');
    });
    const waiting = submit(quota, 2);
    await expect(broken).rejects.toThrow('the store is down');
    expect((await waiting).disposition).toBe('started');
  });
});
