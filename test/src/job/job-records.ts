import type { JobRecord, JobState } from '../../../src/job/record.ts';
import { newJobRecord } from '../../../src/job/state-machine.ts';

export const firstRun = { runId: 'run-1', startedAt: '2026-01-01T00:00:00.001Z' };
export const laterRun = { runId: 'run-2', startedAt: '2026-01-01T00:00:00.002Z' };
export const now = '2026-01-01T00:01:00.000Z';

/** A row in each state as it comes about: what the state means is filled in, the rest is as for a new job. */
export function recordIn(state: JobState): JobRecord {
  const fresh = newJobRecord({
    id: '0123456789abcdef0123456789abcdef',
    kind: 'search',
    summary: { title: 'blastp', program: 'blastp', databases: ['proteins'], queryCount: 1, residueCount: 10 },
    run: firstRun,
    now: firstRun.startedAt,
  });
  const started = {
    startedAt: firstRun.startedAt,
    progress: { done: 3, total: 8 },
    stagesDone: ['planning'],
  };
  const finished = { ...started, finishedAt: firstRun.startedAt };
  const filled: Readonly<Record<JobState, Partial<JobRecord>>> = {
    queued: {},
    running: { ...started, phase: 'searching' },
    completed: { ...finished, publishedRunId: firstRun.runId },
    failed: { ...finished, failure: { code: 'TOOL_FAILED', message: 'blastp failed.' } },
    cancelled: { ...finished, failure: { code: 'CANCELLED', message: 'The job was cancelled.' } },
    expired: { ...finished, retiredRunIds: [firstRun.runId] },
  };
  return { ...fresh, ...filled[state], state };
}
