import { PlatformError } from '../errors/index.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { Platform } from './platform.ts';

/**
 * Changes a job's row in the name of one run, by compare-and-swap until it holds.
 * `change` is called again on each conflict; returning the same object writes nothing.
 * @throws PlatformError `NOT_FOUND` without a row, `RUN_SUPERSEDED` when another run owns it
 */
export async function updateJob(
  { documents }: Pick<Platform, 'documents'>,
  jobId: string,
  runId: string,
  change: (record: JobRecord) => JobRecord,
): Promise<JobRecord> {
  for (;;) {
    const stored = await documents.get(jobs, jobId);
    if (!stored) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
    if (stored.document.runId !== runId) {
      throw new PlatformError('RUN_SUPERSEDED', 'A later run of this job has taken over.', {
        details: { jobId, runId },
      });
    }
    const next = change(stored.document);
    if (next === stored.document) return next;
    if (await documents.replaceIfRevision(jobs, stored.revision, next)) return next;
  }
}
