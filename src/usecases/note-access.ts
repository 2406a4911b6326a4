import { jobs, type JobRecord } from '../job/record.ts';
import type { Platform } from './platform.ts';

/** Expiry counts in days, so an access is written at most so often. */
const noteEveryMs = 3_600_000;

/** Notes that somebody used the results of a job; if the store does not take it, the next use will note it. */
export async function noteAccess(
  { documents, clock }: Pick<Platform, 'documents' | 'clock'>,
  record: JobRecord,
): Promise<void> {
  const now = clock.now();
  if (record.state !== 'completed') return;
  if (record.lastAccessedAt !== null && now.getTime() - Date.parse(record.lastAccessedAt) < noteEveryMs)
    return;
  const note = async (): Promise<void> => {
    const stored = await documents.get(jobs, record.id);
    if (stored?.document.state !== 'completed') return;
    // A row that somebody else has just written is in use, too.
    await documents.replaceIfRevision(jobs, stored.revision, {
      ...stored.document,
      lastAccessedAt: now.toISOString(),
    });
  };
  await note().catch(() => undefined);
}
