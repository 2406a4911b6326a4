import type { JobKind } from '../job/record.ts';

/** Starts, cancels and describes the workflow of a job. The only way from the product to Temporal. */
export interface JobLauncher {
  /**
   * Starts the workflow of a job, or reports the open run that holds its id.
   * @throws PlatformError `TEMPORAL_UNAVAILABLE`
   */
  start(job: JobStart): Promise<StartOutcome>;
  /** Asks the run to cancel; a run that is closed already is no error. */
  cancel(job: WorkflowAddress, runId: string): Promise<void>;
  /** The newest run of a job, or the run that is named; `undefined` when Temporal knows none. */
  describe(job: WorkflowAddress, runId?: string): Promise<RunDescription | undefined>;
  /**
   * Jobs that Temporal remembers a run of, newest first. A job may come several times, and one that was started in the
   * last moments not at all. @throws PlatformError `TEMPORAL_UNAVAILABLE` while it is read
   */
  list(): AsyncIterable<WorkflowAddress>;
  ping(): Promise<void>;
}

export interface WorkflowAddress {
  readonly kind: JobKind;
  readonly jobId: string;
}

export interface JobStart extends WorkflowAddress {
  /** Key of the request object, the workflow's whole input beside ids. */
  readonly requestKey: string;
  /** 1 (interactive) to 5 (warm-up), Temporal's priority key. */
  readonly priority: number;
  /** Principal, for fair sharing of the tool slots. */
  readonly fairnessKey: string;
  /** At most 200 bytes of plain text for the operators' list. */
  readonly summary: string;
  readonly searchAttributes: {
    readonly program: string;
    readonly databases: readonly string[];
  };
}

export interface StartOutcome {
  readonly started: boolean;
  readonly run: Run;
}

/** One attempt at a job. Runs of one job are ordered by `startedAt`, which Temporal's server sets. */
export interface Run {
  /** First run id of a chain of continued runs. */
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export interface RunDescription extends Run {
  readonly status: 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed-out';
}
