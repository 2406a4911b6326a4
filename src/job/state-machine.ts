import { PlatformError, type Failure } from '../errors/index.ts';
import type { Run } from '../ports/job-launcher.ts';
import {
  isOverWithoutResults,
  isTerminal,
  stagesOf,
  type JobKind,
  type JobPhase,
  type JobRecord,
  type JobState,
  type JobSummary,
} from './record.ts';

/** What may follow what (DESIGN section 5). A later-started run may take the row out of every state but `completed`. */
export const nextStates: Readonly<Record<JobState, readonly JobState[]>> = {
  queued: ['running', 'failed', 'cancelled', 'completed', 'expired'],
  running: ['completed', 'failed', 'cancelled'],
  completed: ['expired', 'queued'],
  failed: ['queued', 'expired'],
  cancelled: ['queued'],
  expired: ['queued'],
};

/** The row of a job that nobody has seen before. */
export function newJobRecord(job: {
  readonly id: string;
  readonly kind: JobKind;
  readonly summary: JobSummary;
  readonly run: Run;
  readonly startedBy?: string | null;
  readonly now: string;
}): JobRecord {
  return {
    schemaVersion: 1,
    id: job.id,
    kind: job.kind,
    state: 'queued',
    phase: null,
    runId: job.run.runId,
    runStartedAt: job.run.startedAt,
    publishedRunId: null,
    retiredRunIds: [],
    stagesDone: [],
    progress: { done: 0, total: 0 },
    failure: null,
    cancelRequested: false,
    summary: job.summary,
    searchJobId: job.summary.searchJobId ?? null,
    startedBy: job.startedBy ?? null,
    createdAt: job.now,
    startedAt: null,
    finishedAt: null,
    updatedAt: job.now,
    lastAccessedAt: null,
  };
}

/**
 * Gives the row to another run, as `queued`. Only a later-started run gets it, and never a row with published results.
 * The job then stands for itself, whatever had superseded it.
 * @returns `undefined` when the row stays with the run it has (or is this run's already).
 */
export function takeRow(
  record: JobRecord,
  run: Run,
  now: string,
  startedBy: string | null = null,
): JobRecord | undefined {
  if (record.runId === run.runId || record.state === 'completed') return undefined;
  if (Date.parse(run.startedAt) <= Date.parse(record.runStartedAt)) return undefined;
  return {
    ...newJobRecord({ id: record.id, kind: record.kind, summary: record.summary, run, startedBy, now }),
    retiredRunIds: record.retiredRunIds,
    createdAt: record.createdAt,
  };
}

/** The run has begun; a cancellation that was decided before goes on being one. */
export function beginRun(record: JobRecord, phase: JobPhase, now: string): JobRecord {
  if (record.state === 'running') return record;
  return { ...move(record, 'running', now), phase: record.phase ?? phase, startedAt: now };
}

/** Phases follow each other; one that was left is not entered again, whatever a late or repeated step says. */
export function enterPhase(record: JobRecord, phase: JobPhase, now: string): JobRecord {
  if (isTerminal(record.state) || record.phase === 'cancelling') return record;
  if (record.phase === phase || record.stagesDone.includes(phase)) return record;
  const stagesDone = record.phase === null ? record.stagesDone : [...record.stagesDone, record.phase];
  return { ...record, phase, stagesDone, updatedAt: now };
}

/** Progress is kept as a maximum: a late or repeated report never takes it back. */
export function recordProgress(record: JobRecord, done: number, total: number, now: string): JobRecord {
  if (isTerminal(record.state)) return record;
  const progress = {
    done: Math.max(done, record.progress.done),
    total: Math.max(total, record.progress.total),
  };
  if (progress.done === record.progress.done && progress.total === record.progress.total) return record;
  return { ...record, progress, updatedAt: now };
}

export function complete(record: JobRecord, now: string): JobRecord {
  if (record.state === 'completed') return record;
  const { total } = record.progress;
  return {
    ...move(record, 'completed', now),
    stagesDone: stagesOf[record.kind],
    progress: { done: total, total },
    publishedRunId: record.runId,
    cancelRequested: false,
    finishedAt: now,
    lastAccessedAt: now,
  };
}

export function fail(record: JobRecord, failure: Failure, now: string): JobRecord {
  if (isTerminal(record.state)) return record;
  return { ...move(record, 'failed', now), failure, cancelRequested: false, finishedAt: now };
}

export function cancel(record: JobRecord, now: string): JobRecord {
  if (isTerminal(record.state)) return record;
  const failure: Failure = { code: 'CANCELLED', message: 'The job was cancelled.' };
  return { ...move(record, 'cancelled', now), failure, cancelRequested: false, finishedAt: now };
}

/** Somebody wants the job stopped and is about to count its holders; nothing is decided yet. */
export function requestCancel(record: JobRecord, now: string): JobRecord {
  if (isTerminal(record.state) || record.cancelRequested) return record;
  return { ...record, cancelRequested: true, updatedAt: now };
}

/** Somebody holds the job. Too late once the cancellation is decided: then the run ends and another one follows it. */
export function withdrawCancel(record: JobRecord, now: string): JobRecord {
  if (!record.cancelRequested || record.phase === 'cancelling') return record;
  return { ...record, cancelRequested: false, updatedAt: now };
}

/** Nobody holds the job: from here on its run will be stopped, by whoever sees this. */
export function decideCancel(record: JobRecord, now: string): JobRecord {
  if (isTerminal(record.state) || record.phase === 'cancelling') return record;
  return { ...record, phase: 'cancelling', updatedAt: now };
}

/** Results that are there count, whatever the row says; a job that has some stands for itself. */
export function adopt(
  record: JobRecord,
  { runId, publishedAt }: { readonly runId: string; readonly publishedAt: string },
  now: string,
): JobRecord {
  if (record.state === 'completed' && record.publishedRunId === runId) return record;
  return {
    ...withoutSuccessor(record),
    state: 'completed',
    phase: null,
    stagesDone: stagesOf[record.kind],
    publishedRunId: runId,
    failure: null,
    cancelRequested: false,
    finishedAt: publishedAt,
    updatedAt: now,
    lastAccessedAt: now,
  };
}

/** Results, or a failure, are given up; the run that made them never counts again. */
export function expire(record: JobRecord, now: string): JobRecord {
  if (record.state === 'expired') return record;
  return { ...move(record, 'expired', now), ...withoutResults(record), failure: null };
}

/** Results that can no longer be used are given up, and the job waits for the run that makes them again. */
export function loseResults(record: JobRecord, now: string): JobRecord {
  if (record.state !== 'completed') return record;
  return { ...move(record, 'queued', now), ...withoutResults(record), startedAt: null, finishedAt: null };
}

/**
 * Lets the id stand for another job from here on. A job that has results or a run under way stands for itself, and none
 * stands for itself by way of a pointer.
 */
export function supersede(record: JobRecord, jobId: string, now: string): JobRecord {
  if (!isOverWithoutResults(record) || jobId === record.id || jobId === record.supersededBy) return record;
  return { ...record, supersededBy: jobId, updatedAt: now };
}

/** Lets the id stand for its own job again. */
export function reinstate(record: JobRecord, now: string): JobRecord {
  return record.supersededBy === undefined ? record : { ...withoutSuccessor(record), updatedAt: now };
}

/** Whether whoever gave up the job's results died before starting the next run. */
export function isForsaken({ state, runId, retiredRunIds }: JobRecord): boolean {
  return state === 'queued' && retiredRunIds.includes(runId);
}

function withoutResults({
  runId,
  publishedRunId,
  retiredRunIds,
}: JobRecord): Pick<JobRecord, 'publishedRunId' | 'retiredRunIds'> {
  return {
    publishedRunId: null,
    retiredRunIds: [...new Set([...retiredRunIds, publishedRunId ?? runId, runId])],
  };
}

function withoutSuccessor({ supersededBy: _, ...record }: JobRecord): JobRecord {
  return record;
}

function move(record: JobRecord, to: JobState, now: string): JobRecord {
  if (!nextStates[record.state].includes(to)) {
    throw new PlatformError('INTERNAL', `A ${record.state} job cannot become ${to}.`, {
      details: { jobId: record.id, runId: record.runId },
    });
  }
  return { ...record, state: to, phase: null, updatedAt: now };
}
