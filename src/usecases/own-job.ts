import { jobs, type JobRecord } from '../job/record.ts';
import { newJobRecord, takeRow } from '../job/state-machine.ts';
import type { Run } from '../ports/job-launcher.ts';
import type { JobRequest } from '../job/request.ts';
import type { Platform } from './platform.ts';

/**
 * Makes sure the job has a row and, when `run` started later than the run that owns it, gives the row to `run`.
 * Idempotent; called by the API right after a start and again by the run's first activity, in any order.
 * @returns the row as it is afterwards, whoever owns it
 */
export async function ownJob(
  { documents, clock }: Pick<Platform, 'documents' | 'clock'>,
  jobId: string,
  request: JobRequest,
  run: Run,
  startedBy: string | null = null,
): Promise<JobRecord> {
  for (;;) {
    const now = clock.now().toISOString();
    const stored = await documents.get(jobs, jobId);
    if (!stored) {
      const { kind, summary } = request;
      const record = newJobRecord({ id: jobId, kind, summary, run, startedBy, now });
      if ((await documents.insertIfAbsent(jobs, record)).inserted) return record;
      continue;
    }
    const taken = takeRow(stored.document, run, now, startedBy);
    if (!taken) return stored.document;
    if (await documents.replaceIfRevision(jobs, stored.revision, taken)) return taken;
  }
}
