import { PlatformError } from '../errors/index.ts';
import type { JobRecord, JobState } from '../job/record.ts';
import { changeRow } from './change-row.ts';
import type { Platform } from './platform.ts';

/**
 * Changes a job's row in the name of one run; see `changeRow`.
 * @throws PlatformError `NOT_FOUND` without a row, `RUN_SUPERSEDED` when another run owns it
 */
export async function updateJob(
  deps: Pick<Platform, 'documents'>,
  jobId: string,
  runId: string,
  change: (record: JobRecord) => JobRecord,
): Promise<JobRecord> {
  return (await moveJob(deps, jobId, runId, change)).record;
}

/** A row after a change that was made, or found to be made already. */
export interface JobMove {
  readonly record: JobRecord;
  /** The state to which this very call has taken the row; `null` when it left the state as it was. */
  readonly movedTo: JobState | null;
}

/**
 * As `updateJob`, for who must know whether it was this call: of any number of calls one is told so. A call whose answer
 * is lost is told nothing, and its repetition that nothing was left to do.
 */
export async function moveJob(
  deps: Pick<Platform, 'documents'>,
  jobId: string,
  runId: string,
  change: (record: JobRecord) => JobRecord,
): Promise<JobMove> {
  let before: JobState | undefined;
  const record = await changeRow(deps, jobId, (row) => {
    if (row.runId !== runId) {
      throw new PlatformError('RUN_SUPERSEDED', 'A later run of this job has taken over.', {
        details: { jobId, runId },
      });
    }
    before = row.state;
    return change(row);
  });
  if (!record) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
  return { record, movedTo: record.state === before ? null : record.state };
}
