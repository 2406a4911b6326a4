import { jobs } from '../../../src/job/record.ts';
import { expireUnused } from '../../../src/usecases/expire-unused.ts';
import { noteAccess } from '../../../src/usecases/note-access.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { asked, createJobWorld, jobId, type JobWorld } from './job-world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let world: JobWorld;
beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.finish();
});

const expire = (unusedForDays: number, dryRun = false) => expireUnused(world, { unusedForDays, dryRun });

it('expires what nobody has used for so many days, and nothing else', async () => {
  world.clock.advance(30 * dayMs);
  expect(await expire(30)).toEqual({ jobIds: [] });
  world.clock.advance(1);
  expect(await expire(30, true)).toEqual({ jobIds: [jobId] });
  expect(await world.row()).toMatchObject({ state: 'completed' });
  expect(await expire(30)).toEqual({ jobIds: [jobId] });
  expect(await world.row()).toMatchObject({ state: 'expired' });
  expect(await expire(30)).toEqual({ jobIds: [] });
});

it('counts from the last use: a submission that is answered is one', async () => {
  world.clock.advance(29 * dayMs);
  await submitJob(world, asked('bob'));
  world.clock.advance(29 * dayMs);
  expect(await expire(30)).toEqual({ jobIds: [] });
});

it('keeps what somebody uses while it is about to expire', async () => {
  world.clock.advance(31 * dayMs);
  const documents = interceptCalls(world.documents, async (method, proceed) => {
    const answer = await proceed();
    if (method === 'find') await submitJob(world, asked('bob'));
    return answer;
  });
  expect(await expireUnused({ ...world, documents }, { unusedForDays: 30, dryRun: false })).toEqual({
    jobIds: [],
  });
  expect(await world.row()).toMatchObject({ state: 'completed' });
});

it('leaves open jobs and databases alone', async () => {
  world.clock.advance(31 * dayMs);
  await world.setRow({ kind: 'database' });
  expect(await expire(30)).toEqual({ jobIds: [] });
});

it('goes through any number of jobs', async () => {
  const row = await world.row();
  for (let index = 0; index < 250 && row; index += 1)
    await world.documents.insertIfAbsent(jobs, { ...row, id: index.toString(16).padStart(32, '0') });
  world.clock.advance(31 * dayMs);
  expect((await expire(30)).jobIds).toHaveLength(251);
});

describe('a use', () => {
  const use = async () => {
    const row = await world.row();
    if (row) await noteAccess(world, row);
  };

  it('is written once an hour, however often it happens', async () => {
    let writes = 0;
    const documents = interceptCalls(world.documents, (method, proceed) => {
      if (method === 'replaceIfRevision') writes += 1;
      return proceed();
    });
    for (let minute = 0; minute < 180; minute += 1) {
      world.clock.advance(60_000);
      const row = await world.row();
      if (row) await noteAccess({ documents, clock: world.clock }, row);
    }
    expect(writes).toBe(3);
  });

  it('changes nothing else of the row', async () => {
    const before = await world.row();
    world.clock.advance(hourMs);
    await use();
    expect(await world.row()).toEqual({ ...before, lastAccessedAt: world.clock.now().toISOString() });
  });

  it('never fails because the store does not take it', async () => {
    world.clock.advance(hourMs);
    const row = await world.row();
    world.documents.available = false;
    if (row) await noteAccess(world, row);
  });
});
