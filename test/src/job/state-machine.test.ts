import { PlatformError } from '../../../src/errors/index.ts';
import {
  isTerminal,
  jobKinds,
  jobPhases,
  jobStates,
  stagesOf,
  type JobRecord,
  type JobState,
} from '../../../src/job/record.ts';
import {
  adopt,
  beginRun,
  cancel,
  complete,
  decideCancel,
  enterPhase,
  expire,
  fail,
  isForsaken,
  loseResults,
  nextStates,
  recordProgress,
  reinstate,
  requestCancel,
  supersede,
  takeRow,
  withdrawCancel,
} from '../../../src/job/state-machine.ts';
import { firstRun, laterRun, now, recordIn } from './job-records.ts';

const successor = 'b'.repeat(32);
const failure = { code: 'TOOL_CRASHED', message: 'blastp crashed.' } as const;

const events = {
  laterRun: (row: JobRecord) => takeRow(row, laterRun, now),
  sameRun: (row: JobRecord) => takeRow(row, firstRun, now),
  earlierRun: (row: JobRecord) =>
    takeRow(row, { runId: 'run-0', startedAt: '2026-01-01T00:00:00.000Z' }, now),
  runOfTheSameInstant: (row: JobRecord) => takeRow(row, { ...laterRun, startedAt: firstRun.startedAt }, now),
  begin: (row: JobRecord) => beginRun(row, 'planning', now),
  phase: (row: JobRecord) => enterPhase(row, 'publishing', now),
  progress: (row: JobRecord) => recordProgress(row, 7, 8, now),
  complete: (row: JobRecord) => complete(row, now),
  fail: (row: JobRecord) => fail(row, failure, now),
  cancel: (row: JobRecord) => cancel(row, now),
  requestCancel: (row: JobRecord) => requestCancel(row, now),
  withdrawCancel: (row: JobRecord) => withdrawCancel(row, now),
  decideCancel: (row: JobRecord) => decideCancel(row, now),
  expire: (row: JobRecord) => expire(row, now),
  adopt: (row: JobRecord) => adopt(row, { runId: firstRun.runId, publishedAt: now }, now),
  loseResults: (row: JobRecord) => loseResults(row, now),
  supersede: (row: JobRecord) => supersede(row, successor, now),
  supersedeByItself: (row: JobRecord) => supersede(row, row.id, now),
  reinstate: (row: JobRecord) => reinstate(row, now),
} as const;
type Event = keyof typeof events;

/** `-`: the very same row; `none`: no row to write; `!`: refused; `~`: changed within its state; else the new state. */
type Outcome = '-' | 'none' | '!' | '~' | JobState;

const table: Readonly<Record<Event, Readonly<Record<JobState, Outcome>>>> = {
  laterRun: {
    queued: '~',
    running: 'queued',
    completed: 'none',
    failed: 'queued',
    cancelled: 'queued',
    expired: 'queued',
  },
  sameRun: {
    queued: 'none',
    running: 'none',
    completed: 'none',
    failed: 'none',
    cancelled: 'none',
    expired: 'none',
  },
  earlierRun: {
    queued: 'none',
    running: 'none',
    completed: 'none',
    failed: 'none',
    cancelled: 'none',
    expired: 'none',
  },
  runOfTheSameInstant: {
    queued: 'none',
    running: 'none',
    completed: 'none',
    failed: 'none',
    cancelled: 'none',
    expired: 'none',
  },
  begin: { queued: 'running', running: '-', completed: '!', failed: '!', cancelled: '!', expired: '!' },
  phase: { queued: '~', running: '~', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  progress: { queued: '~', running: '~', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  complete: {
    queued: 'completed',
    running: 'completed',
    completed: '-',
    failed: '!',
    cancelled: '!',
    expired: '!',
  },
  fail: { queued: 'failed', running: 'failed', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  cancel: {
    queued: 'cancelled',
    running: 'cancelled',
    completed: '-',
    failed: '-',
    cancelled: '-',
    expired: '-',
  },
  requestCancel: { queued: '~', running: '~', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  withdrawCancel: { queued: '-', running: '-', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  decideCancel: { queued: '~', running: '~', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  expire: {
    queued: 'expired',
    running: '!',
    completed: 'expired',
    failed: 'expired',
    cancelled: '!',
    expired: '-',
  },
  adopt: {
    queued: 'completed',
    running: 'completed',
    completed: '-',
    failed: 'completed',
    cancelled: 'completed',
    expired: 'completed',
  },
  loseResults: { queued: '-', running: '-', completed: 'queued', failed: '-', cancelled: '-', expired: '-' },
  supersede: { queued: '-', running: '-', completed: '-', failed: '~', cancelled: '~', expired: '~' },
  supersedeByItself: { queued: '-', running: '-', completed: '-', failed: '-', cancelled: '-', expired: '-' },
  reinstate: { queued: '-', running: '-', completed: '-', failed: '-', cancelled: '-', expired: '-' },
};

function outcomeOf(event: Event, row: JobRecord): Outcome {
  try {
    const next = events[event](row);
    if (next === undefined) return 'none';
    if (next === row) return '-';
    return next.state === row.state ? '~' : next.state;
  } catch (error) {
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ code: 'INTERNAL' });
    return '!';
  }
}

describe('every event in every state', () => {
  const cases = Object.entries(table).flatMap(([event, row]) =>
    Object.entries(row).map(([state, expected]) => [event as Event, state as JobState, expected] as const),
  );

  it('is in the table', () => {
    expect(cases).toHaveLength(Object.keys(events).length * jobStates.length);
  });

  it.each(cases)('%s on a %s row: %s', (event, state, expected) => {
    const row = recordIn(state);
    const before = structuredClone(row);
    expect(outcomeOf(event, row)).toBe(expected);
    expect(row).toEqual(before);
  });

  it.each(cases)('%s on a %s row names the change only where it makes one', (event, state, expected) => {
    if (expected === '!' || expected === 'none') return;
    const next = events[event](recordIn(state));
    expect(next?.updatedAt).toBe(expected === '-' ? firstRun.startedAt : now);
  });
});

it('knows what may follow what: nothing leaves a terminal state but for a new run, and results and failures by being given up', () => {
  expect(nextStates).toEqual({
    queued: ['running', 'failed', 'cancelled', 'completed', 'expired'],
    running: ['completed', 'failed', 'cancelled'],
    completed: ['expired', 'queued'],
    failed: ['queued', 'expired'],
    cancelled: ['queued'],
    expired: ['queued'],
  });
  expect(jobStates.filter(isTerminal)).toEqual(['completed', 'failed', 'cancelled', 'expired']);
});

describe('a later run that takes the row', () => {
  const states = jobStates.filter((state) => state !== 'completed');

  it.each(states)('starts from nothing, whatever the %s run before it left', (state) => {
    const row = { ...recordIn(state), cancelRequested: true, createdAt: '2025-12-31T00:00:00.000Z' };
    expect(takeRow(row, laterRun, now)).toEqual({
      ...recordIn('queued'),
      runId: laterRun.runId,
      runStartedAt: laterRun.startedAt,
      retiredRunIds: row.retiredRunIds,
      createdAt: '2025-12-31T00:00:00.000Z',
      updatedAt: now,
    });
  });

  it('orders runs by time, not by the text of the time', () => {
    const run = { runId: 'run-2', startedAt: '2026-01-01T01:00:00.0005+01:00' };
    expect(takeRow(recordIn('running'), run, now)).toBeUndefined();
  });
});

describe('a job that another one supersedes', () => {
  const over = jobStates.filter((state) => isTerminal(state) && state !== 'completed');
  const superseded = over.map((state) => [state, supersede(recordIn(state), successor, now)] as const);

  it.each(superseded)('names it while it is %s, once, and the latest', (_state, row) => {
    expect(row.supersededBy).toBe(successor);
    expect(supersede(row, successor, now)).toBe(row);
    expect(supersede(row, 'c'.repeat(32), now).supersededBy).toBe('c'.repeat(32));
  });

  it.each(superseded)('stands for itself again as it was when it is %s and reinstated', (state, row) => {
    expect(reinstate(row, now)).toEqual({ ...recordIn(state), updatedAt: now });
  });

  it.each(superseded)(
    'stands for itself as soon as a run takes the %s row or results are found',
    (_state, row) => {
      const run = takeRow(row, laterRun, now);
      expect(run).toMatchObject({ state: 'queued', runId: laterRun.runId });
      expect(run).not.toHaveProperty('supersededBy');
      const adopted = adopt(row, { runId: firstRun.runId, publishedAt: now }, now);
      expect(adopted).toMatchObject({ state: 'completed', publishedRunId: firstRun.runId });
      expect(adopted).not.toHaveProperty('supersededBy');
    },
  );

  it('keeps its pointer when it is expired once more', () => {
    const row = supersede(recordIn('expired'), successor, now);
    expect(expire(row, now)).toBe(row);
  });
});

describe('progress', () => {
  it.each([
    [{ done: 3, total: 8 }, 2, 8, { done: 3, total: 8 }],
    [{ done: 3, total: 8 }, 4, 8, { done: 4, total: 8 }],
    [{ done: 3, total: 8 }, 0, 9, { done: 3, total: 9 }],
    [{ done: 3, total: 8 }, 5, 4, { done: 5, total: 8 }],
    [{ done: 0, total: 0 }, 0, 0, { done: 0, total: 0 }],
  ])('is a maximum: %j and a report of %i of %i give %j', (progress, done, total, expected) => {
    const row = { ...recordIn('running'), progress };
    expect(recordProgress(row, done, total, now).progress).toEqual(expected);
  });

  it('writes nothing for a report that says nothing new', () => {
    const row = recordIn('running');
    expect(recordProgress(row, 3, 8, now)).toBe(row);
    expect(recordProgress(row, 1, 2, now)).toBe(row);
  });

  it('is full when the job completes', () => {
    expect(complete(recordIn('running'), now).progress).toEqual({ done: 8, total: 8 });
  });
});

describe('stages', () => {
  it('are the phases that were left, in order', () => {
    let row = beginRun(recordIn('queued'), 'planning', now);
    expect(row.stagesDone).toEqual([]);
    row = enterPhase(row, 'searching', now);
    expect(row).toMatchObject({ phase: 'searching', stagesDone: ['planning'] });
  });

  it.each(jobKinds)('are all of its kind when a %s job has results, whatever hid some of them', (kind) => {
    const row = { ...recordIn('running'), kind, phase: 'cancelling' as const, stagesDone: [] };
    expect(complete(row, now)).toMatchObject({ phase: null, stagesDone: stagesOf[kind] });
    const manifest = { runId: 'run-2', publishedAt: now };
    expect(adopt(row, manifest, now)).toMatchObject({ phase: null, stagesDone: stagesOf[kind] });
  });

  it('are not entered twice, however late a step repeats itself', () => {
    let row = beginRun(recordIn('queued'), 'planning', now);
    row = enterPhase(row, 'searching', now);
    expect(enterPhase(row, 'searching', now)).toBe(row);
    expect(enterPhase(row, 'planning', now)).toBe(row);
  });

  it.each([
    ['fails', (row: JobRecord) => fail(row, failure, now)],
    ['is cancelled', (row: JobRecord) => cancel(row, now)],
  ])('do not count the one in which the job %s', (_how, end) => {
    expect(end(recordIn('running'))).toMatchObject({ phase: null, stagesDone: ['planning'] });
  });
});

describe('cancelling', () => {
  const marked = { ...recordIn('running'), cancelRequested: true };
  const decided = decideCancel(marked, now);

  it('is a mark first, which can be taken away, and then a decision, which cannot', () => {
    expect(requestCancel(recordIn('running'), now)).toMatchObject({
      cancelRequested: true,
      phase: 'searching',
    });
    expect(requestCancel(marked, now)).toBe(marked);
    expect(withdrawCancel(marked, now)).toMatchObject({ cancelRequested: false, phase: 'searching' });
    expect(decided).toMatchObject({ state: 'running', cancelRequested: true, phase: 'cancelling' });
    expect(withdrawCancel(decided, now)).toBe(decided);
    expect(decideCancel(decided, now)).toBe(decided);
  });

  it('stays what the job is doing while its steps still write', () => {
    for (const phase of jobPhases) expect(enterPhase(decided, phase, now)).toBe(decided);
    expect(recordProgress(decided, 5, 8, now)).toMatchObject({ phase: 'cancelling', progress: { done: 5 } });
  });

  it('of a queued job goes on when its run begins', () => {
    const queued = decideCancel(requestCancel(recordIn('queued'), now), now);
    expect(beginRun(queued, 'planning', now)).toMatchObject({ state: 'running', phase: 'cancelling' });
  });

  it.each([
    ['completed', complete(decided, now), ['planning', 'searching']],
    ['failed', fail(decided, failure, now), ['planning']],
    ['cancelled', cancel(decided, now), ['planning']],
  ])('is over when the job is %s, and is no stage', (state, row, stagesDone) => {
    expect(row).toMatchObject({ state, phase: null, cancelRequested: false, stagesDone });
  });
});

describe('results that are given up', () => {
  const completed = { ...recordIn('completed'), runId: 'run-2', retiredRunIds: ['run-0'] };

  it('never count again: neither the run that published them, nor the one that found them', () => {
    const retiredRunIds = ['run-0', 'run-1', 'run-2'];
    expect(expire(completed, now)).toMatchObject({ publishedRunId: null, retiredRunIds });
    expect(loseResults(completed, now)).toMatchObject({ publishedRunId: null, retiredRunIds });
  });

  it('and are to be made again leave a job that waits for a run, and shows if none was started', () => {
    const lost = loseResults(completed, now);
    expect(lost).toMatchObject({ state: 'queued', finishedAt: null, failure: null });
    expect(isForsaken(lost)).toBe(true);
    expect(isForsaken(takeRow(lost, { runId: 'run-3', startedAt: now }, now) ?? lost)).toBe(false);
    expect(isForsaken(completed)).toBe(false);
  });
});

it('tells what ended the job, and when', () => {
  expect(complete(recordIn('running'), now)).toMatchObject({
    publishedRunId: 'run-1',
    failure: null,
    finishedAt: now,
  });
  expect(fail(recordIn('running'), failure, now)).toMatchObject({
    publishedRunId: null,
    failure,
    finishedAt: now,
  });
  expect(cancel(recordIn('running'), now)).toMatchObject({ failure: { code: 'CANCELLED' }, finishedAt: now });
});
