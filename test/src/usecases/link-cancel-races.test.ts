import { cancelJob } from '../../../src/usecases/cancel-job.ts';
import { linkJob, type LinkedJob } from '../../../src/usecases/link-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { runEveryOrder, type Actors } from '../../support/step-through.ts';
import { asked, createJobWorld, jobId } from './job-world.ts';
import { inTurns } from './links-world.ts';

/** One who holds the job cancels it while another links it, each call of both waiting for its turn. */
async function playLink(): Promise<Actors> {
  const world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.begin();
  const heard = { alice: [], bob: [] };
  let linked: LinkedJob | undefined;
  const row = () => world.row();
  return {
    start: (stepper) =>
      Promise.all([
        cancelJob(inTurns(world, stepper, 'alice', heard.alice), jobId, 'alice'),
        linkJob(inTurns(world, stepper, 'bob', heard.bob), jobId, { principal: 'bob', site: null }).then(
          (answer) => (linked = answer),
        ),
      ]),
    moves: () => [],
    position: async () => JSON.stringify([await row(), heard]),
    async checkNow() {
      if (linked === undefined || linked.record.phase === 'cancelling') return;
      expect(await row()).toMatchObject({ state: 'running', phase: 'planning' });
      expect(world.launcher.openRun(jobId)?.cancelRequests).toBe(0);
    },
    async checkEnd() {
      const cancelled = linked?.record.phase === 'cancelling';
      expect(await row()).toMatchObject(
        cancelled ? { phase: 'cancelling' } : { phase: 'planning', cancelRequested: false },
      );
      expect(world.launcher.openRun(jobId)?.cancelRequests).toBe(cancelled ? 1 : 0);
    },
  };
}

it('in every order of their calls a canceller sees the link, or who links is told of the cancellation', async () => {
  expect(await runEveryOrder(playLink)).toBeGreaterThan(30);
});
