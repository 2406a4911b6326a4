import { jobs, type JobRecord } from '../job/record.ts';
import { withdrawCancel } from '../job/state-machine.ts';
import type { Platform } from './platform.ts';

/**
 * Takes away the mark of a canceller who has not decided yet. Whoever has become a holder calls it: either the canceller
 * counts again and finds the holder, or its decision shows in the row (DESIGN section 5). Idempotent.
 * @returns the row as it is then; `undefined` when there is none
 */
export async function withdrawMark(
  { documents, clock }: Pick<Platform, 'documents' | 'clock'>,
  jobId: string,
): Promise<JobRecord | undefined> {
  for (;;) {
    const stored = await documents.get(jobs, jobId);
    if (!stored) return undefined;
    const next = withdrawCancel(stored.document, clock.now().toISOString());
    if (next === stored.document) return next;
    if (await documents.replaceIfRevision(jobs, stored.revision, next)) return next;
  }
}
