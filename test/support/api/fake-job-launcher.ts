import { PlatformError } from '../../../src/errors/index.ts';
import type {
  JobLauncher,
  JobStart,
  Run,
  RunDescription,
  WorkflowAddress,
} from '../../../src/ports/job-launcher.ts';

export interface FakeJobLauncher extends JobLauncher {
  /** While false, every call fails with `TEMPORAL_UNAVAILABLE`. */
  available: boolean;
  /** Runs that were really started, in order. */
  readonly started: JobStart[];
  readonly cancelled: WorkflowAddress[];
  /** Ends the open run of a job, so that the next start makes a new one. */
  end(jobId: string, status: RunDescription['status']): void;
}

/** Starts nothing: knows the open run of each job, as a Temporal server does. */
export function createFakeJobLauncher(now: () => Date): FakeJobLauncher {
  const runs = new Map<string, { run: Run; status: RunDescription['status'] }>();
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    if (!launcher.available)
      throw new PlatformError('TEMPORAL_UNAVAILABLE', 'Temporal does not answer. Try again shortly.');
  };
  const launcher: FakeJobLauncher = {
    available: true,
    started: [],
    cancelled: [],
    end: (jobId, status) => {
      const known = runs.get(jobId);
      if (known) runs.set(jobId, { ...known, status });
    },
    start: async (job) => {
      await answer();
      const open = runs.get(job.jobId);
      if (open?.status === 'running') return { started: false, run: open.run };
      launcher.started.push(job);
      const run = { runId: `run-${launcher.started.length}`, startedAt: now().toISOString() };
      runs.set(job.jobId, { run, status: 'running' });
      return { started: true, run };
    },
    cancel: async (job) => {
      await answer();
      launcher.cancelled.push(job);
    },
    describe: async ({ jobId }) => {
      await answer();
      const known = runs.get(jobId);
      return known && { ...known.run, status: known.status };
    },
    async *list() {
      await answer();
      for (const { kind, jobId } of launcher.started) yield { kind, jobId };
    },
    ping: answer,
  };
  return launcher;
}
