import { resumeJob } from '../../../src/usecases/resume-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { asked, createJobWorld, jobId } from './job-world.ts';

const turn = { priority: 2, fairnessKey: 'alice' };

it('a job that has a row costs one read and starts nothing', async () => {
  const world = createJobWorld();
  await submitJob(world, asked('alice'));
  const calls: string[] = [];
  const note = (method: string, proceed: () => Promise<unknown>) => {
    calls.push(method);
    return proceed();
  };
  const documents = interceptCalls(world.documents, note);
  expect((await resumeJob({ ...world, documents }, jobId, turn)).id).toBe(jobId);
  expect(calls).toEqual(['get']);
  expect(world.launcher.runsOf(jobId)).toHaveLength(1);
});

it('a row that has stopped moving is repaired on the way', async () => {
  const world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.begin();
  world.launcher.close(jobId, 'terminated');
  world.clock.advance(60_000);
  expect(await resumeJob(world, jobId, turn)).toMatchObject({ state: 'failed' });
});
