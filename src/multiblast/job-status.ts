import type { JobState } from '../job/record.ts';

/** What Multi-Blast says of a job. */
export const jobStatuses = ['queued', 'in-progress', 'complete', 'failed', 'expired'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/**
 * A job that was cancelled on another surface has no results and can be run again, which is what clients know as expired:
 * they restart it by themselves.
 */
export const statusOfState: Readonly<Record<JobState, JobStatus>> = {
  queued: 'queued',
  running: 'in-progress',
  completed: 'complete',
  failed: 'failed',
  cancelled: 'expired',
  expired: 'expired',
};
