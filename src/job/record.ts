import type { Failure } from '../errors/index.ts';
import type { Collection, Document } from '../ports/document-store.ts';

export const jobKinds = ['search', 'report', 'database'] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobStates = ['queued', 'running', 'completed', 'failed', 'cancelled', 'expired'] as const;
export type JobState = (typeof jobStates)[number];

/**
 * What an open job is doing, for people. `cancelling` is the one phase with a meaning of its own: holders were counted,
 * there were none, and the run is being stopped, even if whoever decided so died before telling it.
 */
export const jobPhases = [
  'waiting',
  'planning',
  'searching',
  'formatting',
  'merging',
  'building',
  'publishing',
  'cancelling',
] as const;
export type JobPhase = (typeof jobPhases)[number];

/** The phases that the row of a job of this kind goes through, in order. */
export const stagesOf = {
  search: ['planning', 'searching'],
  report: ['waiting', 'formatting', 'merging'],
  database: ['building'],
} as const satisfies Readonly<Record<JobKind, readonly JobPhase[]>>;

/**
 * One content-addressed computation as people see it. The object store is the truth for its results, Temporal for what
 * is going on; this row names the run that may write to it, and every write after the claim names that run.
 */
export interface JobRecord extends Document {
  readonly schemaVersion: 1;
  /** 32 hexadecimal digits of the key's digest. */
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly phase: JobPhase | null;
  /** The run that owns the row: the latest-started one that was seen. */
  readonly runId: string;
  /** When that run started by Temporal's clock, ISO 8601. */
  readonly runStartedAt: string;
  /** The run whose manifest is the published result, when there is one. */
  readonly publishedRunId: string | null;
  /** Runs whose results were given up by expiry: their manifests no longer count. */
  readonly retiredRunIds: readonly string[];
  /** All of its kind once it is completed, those too that a cancellation which came too late had hidden. */
  readonly stagesDone: readonly string[];
  readonly progress: Progress;
  readonly failure: Failure | null;
  /** Somebody wants the job stopped: set by compare-and-swap before holders are counted (DESIGN section 5). */
  readonly cancelRequested: boolean;
  /**
   * The job that this one's id stands for now: what it consulted was built anew, so that its own key cannot be computed
   * any more. Only in rows that are over without results; rows from before this member was known have none.
   */
  readonly supersededBy?: string;
  readonly summary: JobSummary;
  /** For a report: the search it renders. */
  readonly searchJobId: string | null;
  /** The principal whose submission started the run; null when nobody knows any more. For the quota, never shown. */
  readonly startedBy: string | null;
  /** ISO 8601, UTC: first submission of the job ever; start, end of the current run; last change. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly updatedAt: string;
  /** When somebody last used the results, to the hour; null before there are any. */
  readonly lastAccessedAt: string | null;
}

/** Units of the running stage, for example chunks. `done` never decreases within a run. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a list or a page shows about a job without opening its request. */
export interface JobSummary {
  readonly title: string;
  readonly program: string;
  readonly databases: readonly string[];
  readonly queryCount: number;
  readonly residueCount: number;
  /** For a report: the search it renders, and as what (the value of `-outfmt`). */
  readonly searchJobId?: string;
  readonly outfmt?: string;
}

export const jobs: Collection<JobRecord> = {
  name: 'jobs',
  indexed: [
    ['kind', 'createdAt'],
    ['state', 'createdAt'],
    ['createdAt'],
    ['searchJobId'],
    ['startedBy', 'state', 'kind'],
    ['state', 'lastAccessedAt'],
    ['supersededBy'],
  ],
};

export const terminalStates: readonly JobState[] = ['completed', 'failed', 'cancelled', 'expired'];

export function isTerminal(state: JobState): boolean {
  return terminalStates.includes(state);
}

/** Whether the job is over and has nothing to show: what a restart is for. */
export function isOverWithoutResults({ state }: Pick<JobRecord, 'state'>): boolean {
  return isTerminal(state) && state !== 'completed';
}
