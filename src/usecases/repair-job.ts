import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { isTerminal, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { cancel, complete, expire, fail, isForsaken } from '../job/state-machine.ts';
import type { RunDescription } from '../ports/job-launcher.ts';
import { ownJob } from './own-job.ts';
import type { Platform } from './platform.ts';
import { readJsonIfPresent } from './read-json.ts';
import { updateJob } from './update-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/**
 * Compares the row of an open job with Temporal and ends it as the run has ended: one that was terminated or timed out
 * could not write that itself. A run that somebody decided to cancel is told so once more.
 * @param dryRun - change nothing
 * @returns whether the row is behind the times
 */
export async function repairJob(
  deps: Deps,
  record: JobRecord,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<boolean> {
  const address = { kind: record.kind, jobId: record.id };
  const run = await deps.launcher.describe(address, record.runId);
  if (run?.status === 'running') {
    if (record.phase === 'cancelling' && !dryRun) await deps.launcher.cancel(address, record.runId);
    return false;
  }
  if (dryRun) return true;
  const published = await readJsonIfPresent<Manifest>(
    deps.objects,
    objectKeys.manifest(record.id, record.runId),
  );
  const now = deps.clock.now().toISOString();
  let wasBehind = false;
  await updateJob(deps, record.id, record.runId, (row) => {
    wasBehind = !isTerminal(row.state);
    if (!wasBehind) return row;
    if (isForsaken(row)) return expire(row, now);
    return published ? complete(row, now) : endAsTemporalSays(row, run?.status ?? 'lost', now);
  }).catch(ignoreSuperseded);
  return wasBehind;
}

/**
 * Makes the row of a run that was started by somebody who died before writing it, ahead of the run's own first step.
 * @returns `undefined` when there is no such job
 */
export async function makeMissingRow(deps: Deps, jobId: string): Promise<JobRecord | undefined> {
  const request = await readJsonIfPresent<JobRequest>(deps.objects, objectKeys.request(jobId));
  const run = request && (await deps.launcher.describe({ kind: request.kind, jobId }));
  if (!run) return undefined;
  const record = await ownJob(deps, jobId, request, { runId: run.runId, startedAt: run.startedAt });
  if (run.status !== 'running' && !isTerminal(record.state)) await repairJob(deps, record);
  return record;
}

function endAsTemporalSays(
  row: JobRecord,
  status: RunDescription['status'] | 'lost',
  now: string,
): JobRecord {
  if (status === 'cancelled' || row.phase === 'cancelling') return cancel(row, now);
  // It has done its work and left nothing: the results were given up, and the row that said so is lost.
  if (status === 'completed' && row.state === 'queued') return expire(row, now);
  return fail(row, { code: 'INTERNAL', message: `The run ended before its work was done (${status}).` }, now);
}

/** A later run has the row by now: there is nothing left to repair. */
function ignoreSuperseded(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'RUN_SUPERSEDED') return undefined;
  throw error;
}
