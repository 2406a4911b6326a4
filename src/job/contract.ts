import type { Failure } from '../errors/index.ts';
import type { Run } from '../ports/job-launcher.ts';

/** Input of every workflow: a claim check. What to compute lies in the request object. */
export interface JobInput {
  /** Of version 1 are runs whose row is claimed by a task of its own. */
  readonly schemaVersion: 1 | 2;
  readonly jobId: string;
  readonly requestKey: string;
  /** The principal whose submission started the run. */
  readonly startedBy?: string;
}

/** What every activity of a run is told: the job, and the run in whose name it writes. */
export interface RunRef {
  readonly jobId: string;
  readonly requestKey: string;
  readonly runId: string;
}

/** Activities that keep a job's row; the same for every kind of job. All are idempotent. Phases are entered by the steps. */
export interface RecordActivities {
  claimRun: (run: RunRef & Run & Pick<JobInput, 'startedBy'>) => Promise<{ readonly published: boolean }>;
  recordProgress: (run: RunRef, done: number, total: number) => Promise<void>;
  recordFailure: (run: RunRef, failure: Failure) => Promise<void>;
  recordCancellation: (run: RunRef) => Promise<void>;
}
