import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { cancel, complete, expire, fail, isForsaken } from '../job/state-machine.ts';
import type { Stored } from '../ports/document-store.ts';
import type { RunDescription } from '../ports/job-launcher.ts';
import type { ManifestCache } from './manifest-cache.ts';
import { ownJob } from './own-job.ts';
import type { Platform } from './platform.ts';
import { readJson, readJsonIfPresent } from './read-json.ts';
import { updateJob } from './update-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/** A row of an open job that has not moved for so long is compared with Temporal. */
const staleAfterMs = 15_000;

/**
 * The job as it is now: its row, repaired from Temporal when it is missing or stopped moving (a run that was terminated
 * or timed out cannot write its own end). @throws PlatformError `NOT_FOUND`
 */
export async function readJob(deps: Deps, jobId: string): Promise<JobRecord> {
  return (await readStoredJob(deps, jobId)).document;
}

/** The same with the row's revision, for entity tags and watching. */
export async function readStoredJob(deps: Deps, jobId: string): Promise<Stored<JobRecord>> {
  const stored = (await deps.documents.get(jobs, jobId)) ?? (await makeMissingRow(deps, jobId));
  if (!stored) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
  const ageMs = deps.clock.now().getTime() - Date.parse(stored.document.updatedAt);
  if (isTerminal(stored.document.state) || ageMs < staleAfterMs) return stored;
  await repairJob(deps, stored.document);
  return (await deps.documents.get(jobs, jobId)) ?? stored;
}

/** Published results of a completed job. @throws PlatformError `NOT_READY` or `RESULT_EXPIRED` or the job's own failure */
export async function readManifest(
  { objects, manifests }: Pick<Deps, 'objects'> & { readonly manifests?: ManifestCache },
  record: JobRecord,
): Promise<Manifest> {
  if (record.state === 'expired') {
    throw new PlatformError(
      'RESULT_EXPIRED',
      'The results of this job have expired. Submit it again to recompute them.',
    );
  }
  if (record.failure)
    throw new PlatformError('NOT_READY', `The job has no results: ${record.failure.message}`);
  if (record.publishedRunId === null) throw new PlatformError('NOT_READY', 'The job has not finished yet.');
  const key = objectKeys.manifest(record.id, record.publishedRunId);
  const load = (): Promise<Manifest> => readJson<Manifest>(objects, key);
  return manifests ? manifests.get(key, load) : load();
}

/** The row of a run that was started by somebody who died before writing it, ahead of the run's own first step. */
async function makeMissingRow(deps: Deps, jobId: string): Promise<Stored<JobRecord> | undefined> {
  const request = await readJsonIfPresent<JobRequest>(deps.objects, objectKeys.request(jobId));
  const run = request && (await deps.launcher.describe({ kind: request.kind, jobId }));
  if (!run) return undefined;
  const record = await ownJob(deps, jobId, request, { runId: run.runId, startedAt: run.startedAt });
  if (run.status !== 'running') await repairJob(deps, record);
  return deps.documents.get(jobs, jobId);
}

async function repairJob(deps: Deps, record: JobRecord): Promise<void> {
  const address = { kind: record.kind, jobId: record.id };
  const run = await deps.launcher.describe(address, record.runId).catch(() => 'unknown' as const);
  if (run === 'unknown') return;
  if (run?.status === 'running') {
    if (record.phase === 'cancelling')
      await deps.launcher.cancel(address, record.runId).catch(() => undefined);
    return;
  }
  const published = await readJsonIfPresent<Manifest>(
    deps.objects,
    objectKeys.manifest(record.id, record.runId),
  );
  const now = deps.clock.now().toISOString();
  await updateJob(deps, record.id, record.runId, (row) => {
    if (isTerminal(row.state)) return row;
    if (isForsaken(row)) return expire(row, now);
    return published ? complete(row, now) : endAsTemporalSays(row, run?.status ?? 'lost', now);
  }).catch(ignoreSuperseded);
}

function endAsTemporalSays(
  row: JobRecord,
  status: RunDescription['status'] | 'lost',
  now: string,
): JobRecord {
  if (status === 'cancelled' || row.phase === 'cancelling') return cancel(row, now);
  return fail(row, { code: 'INTERNAL', message: `The run ended before its work was done (${status}).` }, now);
}

/** A later run has the row by now: there is nothing left to repair. */
function ignoreSuperseded(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'RUN_SUPERSEDED') return undefined;
  throw error;
}
