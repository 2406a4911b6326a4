import { isTerminal } from '../../src/job/record.ts';
import { reportProgress, openLookout, type Lookout } from '../support/stack/strike.ts';
import type { Accepted } from '../support/stack/api-client.ts';
import { readStateAtRest } from '../support/stack/end-state.ts';
import { faultsOf } from '../support/stack/faults-of.ts';
import { shapeOf } from '../support/stack/job-shape.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';
import { takeBack } from '../support/stack/take-back.ts';
import { searchUndisturbed, type Undisturbed } from '../support/stack/undisturbed.ts';

const services = ['api', 'worker', 'temporal'] as const;
type Service = (typeof services)[number];

let stack: TestStack;
let lookout: Lookout;
let undisturbed: Undisturbed;
/** Its report is rendered in several steps and then merged. */
let sharedOut: Undisturbed;

beforeAll(async () => {
  stack = await startTestStack();
  lookout = await openLookout(stack);
  undisturbed = await searchUndisturbed(stack);
  sharedOut = await searchUndisturbed(stack, 'shared out', undisturbed);
}, 120_000);

afterAll(async () => {
  await lookout.close();
  await stack.stop();
}, 60_000);

afterEach(() => {
  stack.blast.release();
});

/** What was under way when it struck, and therefore is done twice. */
interface Strike {
  readonly accepted: Accepted;
  /** Calls of the tools before the search was submitted. */
  readonly callsBefore: Calls;
  readonly interrupted: Calls;
}

interface Calls {
  readonly search: number;
  readonly format: number;
}

const calls = (): Calls => ({ search: stack.blast.calls(), format: stack.blast.calls('format') });

/** Only the worker takes its tools with it. */
const underWay = (service: Service): Calls =>
  service === 'worker'
    ? { search: stack.blast.alive().length, format: stack.blast.alive('format').length }
    : { search: 0, format: 0 };

async function strikeIn(
  service: Service,
  prepare: (before: Calls) => void,
  reached: (accepted: Accepted, before: Calls) => boolean | Promise<boolean>,
  like = undisturbed,
): Promise<Strike> {
  const callsBefore = calls();
  prepare(callsBefore);
  const accepted = await stack.api.submit(like.next());
  await lookout.moment(() => reached(accepted, callsBefore), 'the moment to strike');
  const interrupted = underWay(service);
  await stack.kill(service);
  stack.blast.release();
  return { accepted, callsBefore, interrupted };
}

// The services in turn: one that is killed again and again is started later each time.

it.each(services)(
  'kill -9 of the %s while the query is planned',
  async (service) => {
    const archives = lookout.archives();
    const strike = await strikeIn(
      service,
      (before) => stack.blast.holdAfter(before.search),
      async ({ job }, before) =>
        (await lookout.row(job.id))?.phase === 'planning' || stack.blast.calls() > before.search,
    );
    expect(lookout.archives()).toBe(archives);
    await expectAsUndisturbed(strike);
  },
  90_000,
);

it.each(services)(
  'kill -9 of the %s while chunks are searched',
  async (service) => {
    const archives = lookout.archives();
    const strike = await strikeIn(
      service,
      (before) => stack.blast.holdAfter(before.search + 1),
      () => lookout.archives() === archives + 1 && stack.blast.alive().length === 2,
    );
    await expectAsUndisturbed(strike);
  },
  90_000,
);

it.each(services)(
  'kill -9 of the %s while the report is formatted',
  async (service) => {
    const strike = await strikeIn(
      service,
      (before) => stack.blast.holdAfter(before.format + 1, 'format'),
      ({ job }) =>
        reportProgress(lookout, job.report_id).fragments === 1 && stack.blast.alive('format').length === 2,
      sharedOut,
    );
    await expectAsUndisturbed(strike, sharedOut);
  },
  90_000,
);

it.each(services)(
  'kill -9 of the %s while the pieces of the report are merged',
  async (service) => {
    await untilExact(async () => {
      const moment = { isExact: false };
      const strike = await strikeIn(
        service,
        () => undefined,
        ({ job }) => {
          const { fragments, isPublished } = reportProgress(lookout, job.report_id);
          moment.isExact = !isPublished;
          return fragments === sharedOut.partCount;
        },
        sharedOut,
      );
      await expectAsUndisturbed(strike, sharedOut);
      return moment.isExact;
    });
  },
  180_000,
);

it.each(services)(
  'kill -9 of the %s while a small report is rendered',
  async (service) => {
    const strike = await strikeIn(
      service,
      (before) => stack.blast.holdAfter(before.format, 'format'),
      () => stack.blast.alive('format').length === undisturbed.partCount,
    );
    await expectAsUndisturbed(strike);
  },
  90_000,
);

it.each(services)(
  'kill -9 of the %s while a small report is joined and published',
  async (service) => {
    await untilExact(async () => {
      const moment = { isExact: false };
      const strike = await strikeIn(
        service,
        () => undefined,
        ({ job }, before) => {
          const isRendered =
            stack.blast.calls('format') === before.format + undisturbed.partCount &&
            stack.blast.alive('format').length === 0;
          moment.isExact = isRendered && !reportProgress(lookout, job.report_id).isPublished;
          return isRendered;
        },
      );
      // Only the worker has to render again.
      const { state } = (await lookout.row(strike.accepted.job.report_id)) ?? {};
      const again =
        moment.isExact && service === 'worker' && state !== 'completed' ? undisturbed.partCount : 0;
      await expectAsUndisturbed({ ...strike, interrupted: { search: 0, format: again } });
      return moment.isExact;
    });
  },
  180_000,
);

it.each(services)(
  'kill -9 of the %s while the search is cancelled',
  async (service) => {
    const archives = lookout.archives();
    const callsBefore = calls();
    stack.blast.holdAfter(callsBefore.search + 1);
    const search = undisturbed.next();
    const { job_id: id, job } = await stack.api.submit(search);
    await until(
      () => lookout.archives() === archives + 1 && stack.blast.alive().length === 2,
      'one chunk of three',
    );
    const taken = takeBack(stack.api, `/v1/jobs/${id}`);
    await lookout.moment(async () => {
      const row = await lookout.row(job.id);
      return row?.cancelRequested === true || row?.state === 'cancelled';
    }, 'the cancellation');
    await stack.kill(service);
    await taken;
    await until(async () => (await lookout.row(job.id))?.state === 'cancelled', 'the end of the search');
    await until(() => stack.blast.alive().length === 0, 'the end of every BLAST process', 5_000);
    const state = await readStateAtRest(stack.stack.config);
    expect(faultsOf(state)).toEqual([]);
    expect(shapeOf(state, job.id).row).toMatchObject({ state: 'cancelled', failure: { code: 'CANCELLED' } });
    expect(lookout.archives()).toBe(archives + 1);

    stack.blast.release();
    const stopped = stack.blast.calls() - callsBefore.search - 1;
    const again = await stack.api.submit(search);
    await expectAsUndisturbed({ accepted: again, callsBefore, interrupted: { search: stopped, format: 0 } });
  },
  120_000,
);

it('a search that is taken back while all its steps have lost their worker ends as cancelled', async () => {
  const archives = lookout.archives();
  const last = stack.blast.calls() + undisturbed.search.chunkCount;
  stack.blast.holdAfter(last - 1);
  const { job_id: id, job } = await stack.api.submit(undisturbed.next());
  await until(
    () => stack.blast.calls() === last && lookout.archives() === archives + undisturbed.search.chunkCount - 1,
    'the last chunk',
  );
  // A new server asks the new worker at once, long before the old one's heartbeats are missed.
  await Promise.all([stack.kill('worker'), stack.kill('temporal')]);
  await takeBack(stack.api, `/v1/jobs/${id}`);
  await until(
    async () => isTerminal((await lookout.row(job.id))?.state ?? 'queued'),
    'the end of the search',
  );
  expect(await lookout.row(job.id)).toMatchObject({ state: 'cancelled', failure: { code: 'CANCELLED' } });
  expect(faultsOf(await readStateAtRest(stack.stack.config))).toEqual([]);
}, 90_000);

/** For a short moment: a strike that missed it counts as one more undisturbed end, and is tried again. */
async function untilExact(strike: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; !(await strike()); attempt += 1) expect(attempt).toBeLessThan(5);
}

async function expectAsUndisturbed(
  { accepted, callsBefore, interrupted }: Strike,
  like = undisturbed,
): Promise<void> {
  await like.expectLike(accepted);
  const now = calls();
  expect({ search: now.search - callsBefore.search, format: now.format - callsBefore.format }).toEqual({
    search: like.search.chunkCount + interrupted.search,
    format: like.partCount + interrupted.format,
  });
}
