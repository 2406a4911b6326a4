import { PlatformError } from '../errors/index.ts';
import { jobs, type JobKind } from '../job/record.ts';
import { expireJob } from './expire-job.ts';
import type { Platform } from './platform.ts';

/** A database that was built stays in the catalogue, whatever becomes of the job that built it. */
const kindsThatExpire: readonly JobKind[] = ['search', 'report'];

const msPerDay = 86_400_000;

export interface ExpiredJobs {
  /** Jobs that have expired, or would without `dryRun`. */
  readonly jobIds: readonly string[];
}

/** Expires every search and report whose results nobody has used for so many days. Idempotent. */
export async function expireUnused(
  deps: Pick<Platform, 'documents' | 'objects' | 'clock'>,
  { unusedForDays, dryRun }: { readonly unusedForDays: number; readonly dryRun: boolean },
): Promise<ExpiredJobs> {
  const before = new Date(deps.clock.now().getTime() - unusedForDays * msPerDay).toISOString();
  const where = {
    state: 'completed',
    kind: { in: kindsThatExpire },
    lastAccessedAt: { lt: before },
  } as const;
  const jobIds: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.documents.find(jobs, { where, ...(cursor !== undefined && { cursor }) });
    for (const { document } of page.items) {
      if (dryRun || (await expireIfUnused(deps, document.id, before))) jobIds.push(document.id);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { jobIds };
}

/** @returns whether it has expired; not if somebody has used it meanwhile */
async function expireIfUnused(
  deps: Pick<Platform, 'documents' | 'objects' | 'clock'>,
  jobId: string,
  before: string,
): Promise<boolean> {
  try {
    await expireJob(deps, jobId, { unusedSince: before });
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'CONFLICT') return false;
    throw error;
  }
}
