import { jobs, type JobKind } from '../job/record.ts';
import { eachStored } from './each-stored.ts';
import { expireIf } from './expire-job.ts';
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
  for await (const { document } of eachStored(deps, jobs, { where })) {
    if (dryRun || (await expireIf(deps, document.id, { unusedSince: before }))) jobIds.push(document.id);
  }
  return { jobIds };
}
