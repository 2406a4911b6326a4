import { jobs, type JobRecord } from '../job/record.ts';
import type { Platform } from './platform.ts';

/**
 * Changes a job's row, whoever owns it, by compare-and-swap until it holds.
 * `change` is called again on each conflict; returning the same object writes nothing.
 * @returns the row as it is then; `undefined` when there is none
 */
export async function changeRow(
  { documents }: Pick<Platform, 'documents'>,
  jobId: string,
  change: (record: JobRecord) => JobRecord,
): Promise<JobRecord | undefined> {
  for (;;) {
    const stored = await documents.get(jobs, jobId);
    if (!stored) return undefined;
    const next = change(stored.document);
    if (next === stored.document) return next;
    if (await documents.replaceIfRevision(jobs, stored.revision, next)) return next;
  }
}
