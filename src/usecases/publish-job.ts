import { canonicalJson, objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import { complete } from '../job/state-machine.ts';
import type { Platform } from './platform.ts';
import { moveJob, type JobMove } from './update-job.ts';

/**
 * Publishes a run's results: the manifest, written once and last, then the row. A crash between the two is healed by
 * repeating the call (or by the next run's claim). @returns what it did to the row
 * @throws PlatformError `RUN_SUPERSEDED`
 */
export async function publishJob(
  deps: Pick<Platform, 'documents' | 'objects' | 'clock'>,
  result: Omit<Manifest, 'schemaVersion' | 'publishedAt' | 'row'>,
): Promise<JobMove> {
  const now = deps.clock.now().toISOString();
  const record = (await deps.documents.get(jobs, result.jobId))?.document;
  const row = record?.runId === result.runId ? rowAfter(record, now) : {};
  const manifest: Manifest = { ...result, schemaVersion: 1, publishedAt: now, ...row };
  await deps.objects.put(objectKeys.manifest(result.jobId, result.runId), canonicalJson(manifest), {
    mediaType: 'application/json',
    ifAbsent: true,
  });
  return moveJob(deps, result.jobId, result.runId, (row) => complete(row, now));
}

/** The row as it will be once the job is completed; one that has ended otherwise will not be. */
function rowAfter(record: JobRecord, now: string): Pick<Manifest, 'row'> {
  if (isTerminal(record.state) && record.state !== 'completed') return {};
  const { runStartedAt, stagesDone, progress, startedBy, createdAt, startedAt } = complete(record, now);
  return { row: { runStartedAt, stagesDone, progress, startedBy, createdAt, startedAt } };
}
