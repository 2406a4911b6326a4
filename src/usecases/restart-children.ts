import { jobs } from '../job/record.ts';
import type { Platform } from './platform.ts';
import { restartJob, type Turn } from './restart-job.ts';

/**
 * Runs those of a query's single sequences again whose results have expired. Those that nobody has looked at go on lying
 * ready. Any number of calls make one run each. @throws PlatformError as `submitJob`
 */
export async function restartChildren(
  deps: Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>,
  children: readonly { readonly jobId: string }[],
  turn: Turn,
): Promise<void> {
  if (children.length === 0) return;
  const ids = new Set(children.map(({ jobId }) => jobId));
  for (const { document } of await deps.documents.getMany(jobs, [...ids]))
    if (document.state === 'expired') await restartJob(deps, document.id, turn);
}
