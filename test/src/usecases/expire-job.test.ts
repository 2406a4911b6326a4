import { objectKeys } from '../../../src/job/keys.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import { readJob, readManifest } from '../../../src/usecases/read-job.ts';
import { restartJob } from '../../../src/usecases/restart-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { asked, createJobWorld, jobId, type JobWorld } from './job-world.ts';

const turn = { priority: 2, fairnessKey: 'alice' };
const artifactOf = (runId: string) => objectKeys.artifact(jobId, runId, 'report.tsv');

let world: JobWorld;
beforeEach(async () => {
  world = await createPublishedWorld();
});

async function createPublishedWorld(): Promise<JobWorld> {
  const made = createJobWorld();
  await submitJob(made, asked('alice'));
  await made.finish();
  await made.objects.put(artifactOf('run-1'), 'rows');
  return made;
}

const keysOf = async ({ objects }: JobWorld): Promise<string[]> =>
  (await objects.list('')).objects.map(({ key }) => key);

describe('a completed job that expires', () => {
  it('says so, keeps its request, and leaves nothing of the run that published', async () => {
    await world.objects.put(objectKeys.query('ab12'), '>q');
    await world.objects.put(artifactOf('run-0'), 'of another run');
    expect(await expireJob(world, jobId)).toMatchObject({ state: 'expired', retiredRunIds: ['run-1'] });
    expect(await keysOf(world)).toEqual(
      [objectKeys.request(jobId), artifactOf('run-0'), objectKeys.query('ab12')].sort(),
    );
    await expect(readManifest(world, await readJob(world, jobId))).rejects.toMatchObject({
      code: 'RESULT_EXPIRED',
    });
  });

  it('gives up its row first, then its manifest, then the rest: no reader finds a manifest whose files are gone', async () => {
    const order: string[] = [];
    const objects = interceptCalls(world.objects, async (method, proceed) => {
      if (method === 'delete') {
        const { state } = (await world.row()) ?? {};
        const manifest = await world.objects.head(objectKeys.manifest(jobId, 'run-1'));
        const artifact = await world.objects.head(artifactOf('run-1'));
        order.push([state, manifest && 'manifest', artifact && 'artifact'].join(' '));
      }
      return proceed();
    });
    await expireJob({ ...world, objects }, jobId);
    expect(order).toEqual(['expired manifest artifact', 'expired  artifact']);
  });

  it.each(losses)('can be expired again, whichever call dies with its %s', async (loss) => {
    for (let number = 1; ; number += 1) {
      world = await createPublishedWorld();
      const line = faultAt(number, loss);
      await expireJob(
        {
          documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
          objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
          clock: world.clock,
        },
        jobId,
      ).catch(() => undefined);
      if (!line.hasStruck()) {
        expect(number).toBeGreaterThan(5);
        return;
      }
      await expireJob(world, jobId);
      expect(await keysOf(world)).toEqual([objectKeys.request(jobId)]);
      expect(await world.row()).toMatchObject({ state: 'expired', publishedRunId: null });
    }
  });

  it('is computed again by the next who asks for it', async () => {
    await expireJob(world, jobId);
    expect(await submitJob(world, asked('bob'))).toMatchObject({ disposition: 'started' });
    await world.finish();
    expect(world.computations()).toBe(2);
    expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-2' });
  });
});

it.each([
  ['queued', async () => undefined],
  ['running', (one: JobWorld) => one.begin()],
  ['failed', (one: JobWorld) => one.finish({ code: 'TOOL_CRASHED', message: 'It crashed.' })],
  ['cancelled', (one: JobWorld) => one.finish('cancelled')],
] as const)('a %s job has nothing to expire', async (state, happens) => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  await happens(world);
  await expect(expireJob(world, jobId)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining(state) as string,
  });
});

describe('a restart', () => {
  it.each([
    ['expired', (one: JobWorld) => expireJob(one, jobId)],
    ['cancelled', (one: JobWorld) => one.setRow({ state: 'cancelled', publishedRunId: null })],
  ] as const)('of a job that is %s makes one run, however many ask at once', async (_state, happens) => {
    await happens(world);
    await world.objects.delete([objectKeys.manifest(jobId, 'run-1')]);
    const answers = await Promise.all(Array.from({ length: 50 }, () => restartJob(world, jobId, turn)));
    expect(new Set(answers.map(({ record }) => record.runId))).toEqual(new Set(['run-2']));
    expect(answers.filter(({ disposition }) => disposition === 'started')).toHaveLength(1);
    expect(world.launcher.runsOf(jobId)).toHaveLength(2);
    await world.finish();
    expect(await world.row()).toMatchObject({ state: 'completed', publishedRunId: 'run-2' });
  });

  it('of a job whose failure still answers others runs it again', async () => {
    world = createJobWorld();
    await submitJob(world, asked('alice'));
    await world.finish({ code: 'TOOL_REJECTED_INPUT', message: 'blastp refused it.' });
    expect(await submitJob(world, asked('bob'))).toMatchObject({ disposition: 'failed' });
    expect(await restartJob(world, jobId, turn)).toMatchObject({ disposition: 'started' });
  });

  it('starts nothing where there are results or a run under way', async () => {
    expect(await restartJob(world, jobId, turn)).toMatchObject({ disposition: 'completed' });
    await expireJob(world, jobId);
    await restartJob(world, jobId, turn);
    expect(await restartJob(world, jobId, turn)).toMatchObject({ disposition: 'attached' });
  });

  it('of a job that nobody knows is refused', async () => {
    await expect(restartJob(world, 'f'.repeat(32), turn)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
