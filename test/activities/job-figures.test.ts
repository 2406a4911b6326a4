import { countMove } from '../../activities/job-figures.ts';
import { createRecordActivities } from '../../activities/records/create-record-activities.ts';
import { jobStates, type JobRecord } from '../../src/job/record.ts';
import { faultAt, losses } from '../support/fakes/fault-at.ts';
import { createRecordingFigures } from '../support/fakes/recording-figures.ts';
import { recordIn } from '../src/job/job-records.ts';
import { createActivityWorld, inActivity, searchRun, type ActivityWorld } from './activity-world.ts';

const failure = { code: 'TOOL_FAILED', message: 'blastp failed.' } as const;
const startedAt = '2026-01-01T00:00:00.000Z';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});

/** Another run of the world's search; it is queued until it is claimed. */
const laterRun = () => ({
  ...searchRun(world.searchRef.jobId, 'run-2'),
  startedAt: '2026-01-01T00:00:00.500Z',
});

describe('what a move of a row counts', () => {
  const counted = (change: Partial<JobRecord>, movedTo: JobRecord['state'] | null) => {
    const figures = createRecordingFigures();
    countMove(figures, { record: { ...recordIn('running'), ...change }, movedTo });
    return figures.counted;
  };

  it.each([
    ['running', ['secondary waited 0 s']],
    ['completed', ['secondary succeeded']],
    ['failed', ['secondary failed']],
    ['queued', []],
    ['cancelled', []],
    ['expired', []],
  ] as const)('to %s: %j', (state, lines) => {
    expect(counted({}, state)).toEqual(lines);
  });

  it('nothing when the row stayed as it was', () => expect(counted({}, null)).toEqual([]));

  it.each(jobStates)('nothing for a build of a database: %s', (state) => {
    expect(counted({ kind: 'database' }, state)).toEqual([]);
  });

  it.each([
    ['2026-01-01T00:00:02.500Z', 2.5],
    ['2025-12-31T23:59:59.000Z', 0],
  ])('a run of midnight that began at %s waited %d s', (began, seconds) => {
    expect(counted({ kind: 'report', runStartedAt: startedAt, startedAt: began }, 'running')).toEqual([
      `report waited ${String(seconds)} s`,
    ]);
  });
});

describe('every ended run is counted once, however often its steps are repeated', () => {
  it('one that fails', async () => {
    const records = createRecordActivities(world);
    for (let attempt = 0; attempt < 3; attempt += 1) await records.recordFailure(world.searchRef, failure);
    expect(world.figures.counted).toEqual(['primary failed']);
  });

  it('one that is cancelled in neither number', async () => {
    const records = createRecordActivities(world);
    await records.recordCancellation(world.searchRef);
    await records.recordFailure(world.reportRef, { code: 'CANCELLED', message: 'The job was cancelled.' });
    expect(world.figures.counted).toEqual([]);
  });

  it('one that begins, with the time from its start', async () => {
    const records = createRecordActivities(world);
    world.clock.advance(2_000);
    for (let attempt = 0; attempt < 3; attempt += 1) await records.claimRun(laterRun());
    const { startedAt: began } = await world.row(world.searchRef);
    const seconds = (Date.parse(began ?? '') - Date.parse(laterRun().startedAt)) / 1000;
    expect(world.figures.counted).toEqual([`primary waited ${String(seconds)} s`]);
    expect(seconds).toBeGreaterThan(1);
  });

  it('a search that is published, with each command that made an archive', async () => {
    const plan = await world.finishSearch();
    await inActivity(() => world.worker().publishSearch(world.searchRef, plan));
    for (let rank = 0; rank < plan.chunkCount; rank += 1)
      await inActivity(() => world.worker().searchChunk(world.searchRef, 0, rank));
    expect(world.figures.counted).toEqual([
      ...Array<string>(plan.chunkCount).fill('blastp ran 5 ms'),
      'primary succeeded',
    ]);
  });

  it('a report that is published, with its formatter', async () => {
    await world.finishSearch();
    world.figures.counted.length = 0;
    const { waitForSearch, formatChunks, publishReport } = world.worker();
    const found = await inActivity(() => waitForSearch(world.reportRef));
    if (!('chunkCount' in found)) throw new Error('the search is not there');
    await inActivity(() => formatChunks(world.reportRef, 0, found.chunkCount));
    for (let attempt = 0; attempt < 3; attempt += 1)
      await inActivity(() => publishReport(world.reportRef, { ...found, stepStarts: [0] }));
    expect(world.figures.counted).toEqual(['blast_formatter ran 5 ms', 'report succeeded']);
  });

  it('a later run that finds the results of one that died before it told the row', async () => {
    const plan = await world.finishSearch();
    await world.setRow(world.searchRef, { state: 'running', publishedRunId: null });
    world.figures.counted.length = 0;
    const records = createRecordActivities(world);
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await records.claimRun(laterRun())).toEqual({ published: true });
    expect(plan.chunkCount).toBeGreaterThan(1);
    expect(world.figures.counted).toEqual(['primary succeeded']);
  });

  it.each(losses)('never twice where the store is lost at any moment: %s', async (loss) => {
    let calls = 0;
    for (let number = 1; ; number += 1) {
      world = await createActivityWorld();
      const line = faultAt(number, loss, { once: true });
      const documents = line.wrap(world.documents, 'STORE_UNAVAILABLE');
      const records = createRecordActivities({ ...world, documents });
      await records.recordFailure(world.searchRef, failure).catch(() => undefined);
      await records.recordFailure(world.searchRef, failure).catch(() => undefined);
      expect(await world.row(world.searchRef)).toMatchObject({ state: 'failed' });
      expect(world.figures.counted.length).toBeLessThanOrEqual(1);
      if (!line.hasStruck()) break;
      calls += 1;
    }
    expect(calls).toBeGreaterThanOrEqual(2);
  });
});
