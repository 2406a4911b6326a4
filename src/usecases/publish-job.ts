import { canonicalJson, objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { complete } from '../job/state-machine.ts';
import type { Platform } from './platform.ts';
import { updateJob } from './update-job.ts';

/**
 * Publishes a run's results: the manifest, written once and last, then the row. A crash between the two is healed by
 * repeating the call (or by the next run's claim). @throws PlatformError `RUN_SUPERSEDED`
 */
export async function publishJob(
  deps: Pick<Platform, 'documents' | 'objects' | 'clock'>,
  result: Omit<Manifest, 'schemaVersion' | 'publishedAt'>,
): Promise<void> {
  const now = deps.clock.now().toISOString();
  const manifest: Manifest = { ...result, schemaVersion: 1, publishedAt: now };
  await deps.objects.put(objectKeys.manifest(result.jobId, result.runId), canonicalJson(manifest), {
    mediaType: 'application/json',
    ifAbsent: true,
  });
  await updateJob(deps, result.jobId, result.runId, (row) => complete(row, now));
}
