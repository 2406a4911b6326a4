import { PlatformError } from '../../src/errors/index.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { statusOf, type JobStatus } from '../../src/multiblast/job-status.ts';

/** @throws PlatformError `FORBIDDEN`, as these services answer whoever wants results that are not there */
export function requireComplete(record: JobRecord): void {
  const why = whyIncomplete(record);
  if (why !== undefined) throw new PlatformError('FORBIDDEN', why);
}

/** Why a job has no results, and what to do about it; `undefined` when it has. */
export function whyIncomplete(record: JobRecord): string | undefined {
  const { id, failure } = record;
  const status = statusOf(record);
  const advice: Readonly<Record<JobStatus, string | undefined>> = {
    queued: 'Ask again when it is complete.',
    'in-progress': 'Ask again when it is complete.',
    expired: 'Restart it, and ask again when it is complete.',
    failed: failure?.message ?? 'It has no results.',
    complete: undefined,
  };
  return advice[status] && `The job ${id} is ${status}. ${advice[status]}`;
}
