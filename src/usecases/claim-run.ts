import { objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { stagesOf, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { beginRun, complete } from '../job/state-machine.ts';
import type { Run } from '../ports/job-launcher.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { ownJob } from './own-job.ts';
import type { Platform } from './platform.ts';
import { readJson, readJsonIfPresent } from './read-json.ts';
import { moveJob, type JobMove } from './update-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'>;

export interface Claim {
  /** There are results: the run is over. */
  readonly published: boolean;
  /** What the claim did to the row: begun, or completed where only the row was behind. */
  readonly move: JobMove;
}

/**
 * What every run does first: looks whether the job is published already, and otherwise takes the row.
 * A start decided on a stale look therefore ends here and computes nothing. Idempotent.
 * @throws PlatformError `RUN_SUPERSEDED` when a later run owns the row
 */
export async function claimRun(
  deps: Deps,
  jobId: string,
  run: Run,
  startedBy: string | null = null,
): Promise<Claim> {
  const request = await readJson<JobRequest>(deps.objects, objectKeys.request(jobId));
  const record = await ownJob(deps, jobId, request, run, startedBy);
  if (record.state === 'completed') return { published: true, move: { record, movedTo: null } };
  const now = deps.clock.now().toISOString();
  const publishedRunId = await findPublishedRun(deps.objects, record);
  const move = await moveJob(deps, jobId, run.runId, (row) =>
    publishedRunId === undefined
      ? beginRun(row, stagesOf[request.kind][0], now)
      : { ...complete(row, now), publishedRunId },
  );
  return { published: publishedRunId !== undefined, move };
}

/** A job is published if a run holds a manifest, whatever its row says; expired runs do not count. */
async function findPublishedRun(objects: ObjectStore, record: JobRecord): Promise<string | undefined> {
  const runs = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await objects.list(objectKeys.job(record.id), cursor === undefined ? {} : { cursor });
    for (const { key } of page.objects) {
      const [, , runId, file] = key.split('/');
      if (runId !== undefined && file === 'manifest.json') runs.add(runId);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  for (const runId of runs) {
    if (record.retiredRunIds.includes(runId)) continue;
    if (await readJsonIfPresent<Manifest>(objects, objectKeys.manifest(record.id, runId))) return runId;
  }
  return undefined;
}
