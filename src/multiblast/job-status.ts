import type { JobRecord, JobState } from '../job/record.ts';

/** What Multi-Blast says of a job. */
export const jobStatuses = ['queued', 'in-progress', 'complete', 'failed', 'expired'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/**
 * The status of a job. One that failed because its database was rebuilt under it reads as expired, too: restarted, it is
 * run on the new build.
 */
export function statusOf({ state, failure }: Pick<JobRecord, 'state' | 'failure'>): JobStatus {
  return failure?.code === 'DATABASE_CHANGED' && state === 'failed' ? 'expired' : statusOfState[state];
}

/**
 * A job that was cancelled on another surface has no results and can be run again, which is what clients know as expired:
 * they restart it by themselves.
 */
const statusOfState: Readonly<Record<JobState, JobStatus>> = {
  queued: 'queued',
  running: 'in-progress',
  completed: 'complete',
  failed: 'failed',
  cancelled: 'expired',
  expired: 'expired',
};
