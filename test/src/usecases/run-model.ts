import { cancel, complete } from '../../../src/job/state-machine.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { claimRun } from '../../../src/usecases/claim-run.ts';
import { updateJob } from '../../../src/usecases/update-job.ts';
import type { FakeRun } from '../../support/fakes/fake-job-launcher.ts';
import type { Move } from '../../support/step-through.ts';
import { jobId, manifestOf, type JobWorld } from './job-world.ts';

/** What the runs of the job may do next, in the steps in which others can see it. */
export interface RunModel {
  readonly moves: () => readonly Move[];
  readonly position: () => unknown;
  /** How many runs that were not stopped computed the results. */
  readonly computations: () => number;
}

/** `over`: the row says how the run ended, and Temporal does not yet. */
type Step = 'started' | 'claimed' | 'published' | 'over';

/**
 * `never`: runs wait in the middle of their work until they are stopped. `any time`: they may do their work at any time.
 * `late too`: and one that is being stopped may still publish what it had computed.
 */
export type Finishing = 'never' | 'any time' | 'late too';

export function createRunModel(world: JobWorld, finishing: Finishing): RunModel {
  const steps = new Map<string, Step>();
  /** Runs whose results were written while the workflow was being stopped, or can still be. */
  const stopped = new Map<string, 'writing' | 'written'>();
  const computed = new Set<string>();
  for (const { runId } of world.launcher.runsOf(jobId)) steps.set(runId, 'claimed');
  const stepOf = ({ runId }: FakeRun): Step => steps.get(runId) ?? 'started';
  const now = (): string => world.clock.now().toISOString();

  const claim = (run: FakeRun) => async (): Promise<void> => {
    const { published } = await claimRun(world, jobId, run);
    steps.set(run.runId, published ? 'over' : 'claimed');
  };
  const publish = async (runId: string): Promise<void> => {
    const manifest = { ...manifestOf(runId), schemaVersion: 1, publishedAt: now() };
    await world.objects.put(objectKeys.manifest(jobId, runId), JSON.stringify(manifest), { ifAbsent: true });
  };
  const finish =
    ({ runId }: FakeRun) =>
    async (): Promise<void> => {
      await updateJob(world, jobId, runId, (row) => complete(row, now()));
      steps.set(runId, 'over');
    };
  const stop = (run: FakeRun) => async (): Promise<void> => {
    await updateJob(world, jobId, run.runId, (row) => cancel(row, now()));
    // The activity that publishes may be told later than the workflow.
    if (finishing === 'late too' && stepOf(run) === 'claimed') stopped.set(run.runId, 'writing');
    steps.set(run.runId, 'over');
  };

  function movesOf(run: FakeRun): Move[] {
    const step = stepOf(run);
    if (step === 'over') {
      const close = (): void => {
        world.launcher.close(jobId, run.cancelRequests > 0 ? 'cancelled' : 'completed');
      };
      return [move('the run closes', true, async () => close())];
    }
    const moves: Move[] = [];
    if (run.cancelRequests > 0) moves.push(move('the run stops', true, stop(run)));
    if (step === 'started') moves.push(move('the run claims', false, claim(run)));
    if (step === 'claimed' && finishing !== 'never') {
      const publishes = async (): Promise<void> => {
        await publish(run.runId);
        computed.add(run.runId);
        steps.set(run.runId, 'published');
      };
      moves.push(move('the run publishes', false, publishes));
    }
    if (step === 'published') moves.push(move('the run completes', false, finish(run)));
    return moves;
  }

  return {
    moves: () => {
      const open = world.launcher.openRun(jobId);
      const late = [...stopped].flatMap(([runId, state]) => {
        const publishes = async (): Promise<void> => {
          await publish(runId);
          stopped.set(runId, 'written');
        };
        return state === 'writing' ? [move('a stopped run publishes', false, publishes)] : [];
      });
      return [...(open ? movesOf(open) : []), ...late];
    },
    position: () => [
      [...steps],
      [...stopped],
      [...computed],
      world.launcher
        .runsOf(jobId)
        .map(({ runId, status, cancelRequests }) => [runId, status, cancelRequests > 0]),
    ],
    computations: () => computed.size,
  };
}

function move(name: string, isPrompt: boolean, make: () => Promise<void>): Move {
  return { name, isPrompt, make };
}
