import { claimRun } from '../../../src/usecases/claim-run.ts';
import { cancelJob, type Cancellation } from '../../../src/usecases/cancel-job.ts';
import { submitJob, type Submitted } from '../../../src/usecases/submit-job.ts';
import { updateJob } from '../../../src/usecases/update-job.ts';
import { cancel } from '../../../src/job/state-machine.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { runEveryOrder, runSomeOrders, type Actors, type Stepper } from '../../support/step-through.ts';
import { asked, createJobWorld, jobId, type JobWorld, type WorldDeps } from './job-world.ts';

interface Play {
  readonly submitters: readonly string[];
  readonly cancellers: readonly string[];
  /** Who holds the job when the play begins. */
  readonly holders: readonly string[];
  readonly isQueued?: boolean;
}

interface Ends {
  readonly submitted: Map<string, Submitted | Error>;
  readonly cancelled: Map<string, Cancellation | Error>;
}

/**
 * Every call to the job store and to Temporal waits for its turn, and so does everyone who sleeps. Looking for one's own
 * submissions does not: no other's move changes what is found.
 */
function stepped(world: JobWorld, stepper: Stepper, actor: string): WorldDeps {
  const turn = <T extends object>(port: T): T =>
    interceptCalls(port, async (method, proceed) => {
      if (method !== 'find') await stepper.turn(actor, method);
      return proceed();
    });
  const clock: Clock = {
    now: () => world.clock.now(),
    async sleep(timeoutMs) {
      world.clock.advance(timeoutMs);
      await stepper.turn(actor, 'sleep');
    },
  };
  return { documents: turn(world.documents), objects: world.objects, launcher: turn(world.launcher), clock };
}

/** What a run that was asked to cancel does, in the two steps in which others can see it. */
function runMove(world: JobWorld): (() => Promise<void>) | undefined {
  const run = world.launcher.openRun(jobId);
  if (!run || run.cancelRequests === 0) return undefined;
  return async () => {
    const row = await world.row();
    if (row?.runId === run.runId && row.state === 'cancelled') {
      world.launcher.close(jobId, 'cancelled');
      return;
    }
    await claimRun(world, jobId, run);
    await updateJob(world, jobId, run.runId, (record) => cancel(record, world.clock.now().toISOString()));
  };
}

async function make(play: Play): Promise<Actors> {
  const world = createJobWorld();
  for (const holder of play.holders) await submitJob(world, asked(holder));
  if (play.isQueued !== true) await world.begin();
  const ends: Ends = { submitted: new Map(), cancelled: new Map() };
  return {
    start: (stepper) =>
      Promise.all([
        ...play.submitters.map(async (name) => {
          const deps = stepped(world, stepper, `${name} submits:`);
          ends.submitted.set(name, await submitJob(deps, asked(name, `again-${name}`)).catch(asError));
        }),
        ...play.cancellers.map(async (name) => {
          const deps = stepped(world, stepper, `${name} cancels:`);
          ends.cancelled.set(name, await cancelJob(deps, jobId, name).catch(asError));
        }),
      ]),
    world: () => runMove(world),
    check: () => checkEnd(world, ends),
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function checkEnd(world: JobWorld, { submitted, cancelled }: Ends): Promise<void> {
  const row = await world.row();
  const holders = await world.holders();
  const open = world.launcher.openRun(jobId);
  for (const end of submitted.values()) expect(end).not.toBeInstanceOf(Error);
  for (const end of cancelled.values()) expect(end).not.toBeInstanceOf(Error);
  // Nothing is left half-decided.
  expect(row?.cancelRequested).toBe(false);
  expect(row?.phase).not.toBe('cancelling');
  if (holders.length > 0) {
    expect(row).toMatchObject({
      runId: open?.runId,
      state: expect.stringMatching(/^(queued|running)$/) as string,
    });
    expect(open?.cancelRequests).toBe(0);
  } else {
    expect(row?.state).toBe('cancelled');
    expect(open).toBeUndefined();
  }
}

it('of one submission and one cancellation end well in every order of their calls', async () => {
  const orders = await runEveryOrder(() =>
    make({ submitters: ['bob'], cancellers: ['alice'], holders: ['alice'] }),
  );
  expect(orders).toBeGreaterThan(1_000);
}, 120_000);

describe('drawn at random', () => {
  it.each<[string, Play]>([
    ['two holders cancel', { submitters: [], cancellers: ['alice', 'bob'], holders: ['alice', 'bob'] }],
    [
      'two cancel and one submits',
      { submitters: ['carol'], cancellers: ['alice', 'bob'], holders: ['alice', 'bob'] },
    ],
    [
      'one cancels and two submit',
      { submitters: ['bob', 'carol'], cancellers: ['alice'], holders: ['alice'] },
    ],
    [
      'one cancels a queued job and one submits',
      { submitters: ['bob'], cancellers: ['alice'], holders: ['alice'], isQueued: true },
    ],
    [
      'the holder cancels and submits again',
      { submitters: ['alice'], cancellers: ['alice'], holders: ['alice'] },
    ],
    [
      'somebody cancels who holds nothing',
      { submitters: ['bob'], cancellers: ['mallory'], holders: ['alice'] },
    ],
  ])(
    '%s',
    async (_name, play) => {
      await runSomeOrders(() => make(play), 1_000, 20260101);
    },
    60_000,
  );
});
