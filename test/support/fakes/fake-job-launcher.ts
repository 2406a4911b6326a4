import { PlatformError } from '../../../src/errors/index.ts';
import type { JobLauncher, JobStart, Run, RunDescription } from '../../../src/ports/job-launcher.ts';

export interface FakeRun extends Run {
  readonly job: JobStart;
  status: RunDescription['status'];
  /** How often the run was asked to cancel while it was open. */
  cancelRequests: number;
}

/** Temporal as far as starts and ends go: one open run per job, runs in the order of their start. */
export interface FakeJobLauncher extends JobLauncher {
  /** While false, every call fails with `TEMPORAL_UNAVAILABLE`. */
  available: boolean;
  /** All runs of a job, oldest first. */
  runsOf(jobId: string): readonly FakeRun[];
  openRun(jobId: string): FakeRun | undefined;
  close(jobId: string, status: Exclude<RunDescription['status'], 'running'>): void;
  /** Forgets everything, as a server whose data was lost. */
  forget(): void;
}

export function createFakeJobLauncher(): FakeJobLauncher {
  const runs: FakeRun[] = [];
  let started = 0;
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    if (launcher.available) return;
    throw new PlatformError(
      'TEMPORAL_UNAVAILABLE',
      'The workflow server does not answer. Try again shortly.',
    );
  };
  const runsOf = (jobId: string): FakeRun[] => runs.filter((run) => run.job.jobId === jobId);
  const openRun = (jobId: string): FakeRun | undefined =>
    runsOf(jobId).find((run) => run.status === 'running');

  const launcher: FakeJobLauncher = {
    available: true,
    runsOf,
    openRun,
    async start(job) {
      await answer();
      const open = openRun(job.jobId);
      if (open) return { started: false, run: runOf(open) };
      started += 1;
      const run: FakeRun = {
        job,
        runId: `run-${String(started)}`,
        startedAt: new Date(Date.parse('2026-01-01T00:00:00.000Z') + started).toISOString(),
        status: 'running',
        cancelRequests: 0,
      };
      runs.push(run);
      return { started: true, run: runOf(run) };
    },
    async cancel({ jobId }, runId) {
      await answer();
      const run = openRun(jobId);
      if (run?.runId === runId) run.cancelRequests += 1;
    },
    async describe({ jobId }, runId) {
      await answer();
      const run =
        runId === undefined ? runsOf(jobId).at(-1) : runsOf(jobId).find((one) => one.runId === runId);
      return run && { ...runOf(run), status: run.status };
    },
    async *list() {
      await answer();
      for (const { job } of [...runs].reverse()) yield { kind: job.kind, jobId: job.jobId };
    },
    ping: answer,
    close(jobId, status) {
      const run = openRun(jobId);
      if (!run) throw new Error(`${jobId} has no open run`);
      run.status = status;
    },
    forget() {
      runs.length = 0;
    },
  };
  return launcher;
}

function runOf({ runId, startedAt }: Run): Run {
  return { runId, startedAt };
}
