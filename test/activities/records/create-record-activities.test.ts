import { createRecordActivities } from '../../../activities/records/create-record-activities.ts';
import { createActivityWorld, searchRun, type ActivityWorld } from '../activity-world.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});

const records = () => createRecordActivities(world);

it('claims in the name of the run that it is told', async () => {
  const run = { ...searchRun(world.searchRef.jobId, 'run-2'), startedAt: '2026-01-01T00:00:01.000Z' };
  expect(await records().claimRun(run)).toEqual({ published: false });
  expect(await world.row(world.searchRef)).toMatchObject({
    runId: 'run-2',
    runStartedAt: run.startedAt,
    state: 'running',
  });
});

it('records progress as a maximum', async () => {
  await records().recordProgress(world.searchRef, 5, 8);
  await records().recordProgress(world.searchRef, 3, 8);
  expect(await world.row(world.searchRef)).toMatchObject({ progress: { done: 5, total: 8 } });
});

it('records how the run ended; the first end stays', async () => {
  const failure = { code: 'TOOL_FAILED', message: 'blastp failed.' } as const;
  await records().recordFailure(world.searchRef, failure);
  await records().recordFailure(world.searchRef, { code: 'INTERNAL', message: 'no' });
  await records().recordCancellation(world.searchRef);
  expect(await world.row(world.searchRef)).toMatchObject({ state: 'failed', failure });

  await records().recordCancellation(world.reportRef);
  await records().recordFailure(world.reportRef, failure);
  expect(await world.row(world.reportRef)).toMatchObject({
    state: 'cancelled',
    failure: { code: 'CANCELLED' },
  });
});

it('records as cancelled what fails because the search it waits for was cancelled', async () => {
  await records().recordFailure(world.reportRef, { code: 'CANCELLED', message: 'The job was cancelled.' });
  expect(await world.row(world.reportRef)).toMatchObject({
    state: 'cancelled',
    failure: { code: 'CANCELLED' },
  });
});

it.each(['recordProgress', 'recordFailure', 'recordCancellation'] as const)(
  'refuses %s of a run that was superseded',
  async (name) => {
    const zombie = searchRun(world.searchRef.jobId, 'run-0');
    const { recordProgress, recordFailure, recordCancellation } = records();
    const writes = {
      recordProgress: () => recordProgress(zombie, 1, 8),
      recordFailure: () => recordFailure(zombie, { code: 'INTERNAL', message: '' }),
      recordCancellation: () => recordCancellation(zombie),
    };
    const before = await world.row(world.searchRef);
    await expect(writes[name]()).rejects.toMatchObject({ code: 'RUN_SUPERSEDED' });
    expect(await world.row(world.searchRef)).toEqual(before);
  },
);
