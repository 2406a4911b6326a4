import { PlatformError } from '../errors/index.ts';
import type { JobRecord } from '../job/record.ts';
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
  const changed = await changeRow(deps, jobId, (record) => {
    if (record.runId === runId) return change(record);
    throw new PlatformError('RUN_SUPERSEDED', 'A later run of this job has taken over.', {
      details: { jobId, runId },
    });
  });
  if (changed) return changed;
  throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
}
