import { objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { adopt, newJobRecord } from '../job/state-machine.ts';
import type { Platform } from './platform.ts';
import { readJsonIfPresent } from './read-json.ts';
import { publishedRuns, storedJobs, type StoredJob } from './stored-jobs.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'>;

/** A job with results of which its row, if there is one, knows nothing. */
export interface UnknownResults {
  readonly jobId: string;
  /** Runs with a manifest that were not given up. */
  readonly runIds: readonly string[];
}

/**
 * Looks for results that no row names. An open row is left alone: its run has still to claim it, or to complete it.
 */
export async function* findPublished({ documents, objects }: Deps): AsyncGenerator<UnknownResults> {
  for await (const stored of storedJobs(objects)) {
    if (publishedRuns(stored).length === 0) continue;
    const row = (await documents.get(jobs, stored.jobId))?.document;
    const runIds = unknownRuns(stored, row);
    if (runIds.length > 0) yield { jobId: stored.jobId, runIds };
  }
}

function unknownRuns(stored: StoredJob, row: JobRecord | undefined): string[] {
  const runIds = publishedRuns(stored);
  if (!row) return runIds;
  if (!isTerminal(row.state) || (row.publishedRunId !== null && runIds.includes(row.publishedRunId)))
    return [];
  return runIds.filter((runId) => !row.retiredRunIds.includes(runId));
}

/**
 * Makes the row tell of the newest of these results, or makes a row that does.
 * @returns `undefined` when they are gone by now, or the request is, without which nobody can be told what they are of
 */
export async function adoptPublished(
  deps: Deps,
  { jobId, runIds }: UnknownResults,
): Promise<JobRecord | undefined> {
  const request = await readJsonIfPresent<JobRequest>(deps.objects, objectKeys.request(jobId));
  const manifest = await newest(deps, jobId, runIds);
  if (!request || !manifest) return undefined;
  for (;;) {
    const now = deps.clock.now().toISOString();
    const stored = await deps.documents.get(jobs, jobId);
    if (!stored) {
      const record = rowOf(manifest, request, now);
      if ((await deps.documents.insertIfAbsent(jobs, record)).inserted) return record;
      continue;
    }
    const { state, retiredRunIds } = stored.document;
    if (!isTerminal(state) || retiredRunIds.includes(manifest.runId)) return stored.document;
    const adopted = adopt(stored.document, manifest, now);
    if (await deps.documents.replaceIfRevision(jobs, stored.revision, adopted)) return adopted;
  }
}

async function newest(
  { objects }: Deps,
  jobId: string,
  runIds: readonly string[],
): Promise<Manifest | undefined> {
  const manifests: Manifest[] = [];
  for (const runId of runIds) {
    const manifest = await readJsonIfPresent<Manifest>(objects, objectKeys.manifest(jobId, runId));
    if (manifest) manifests.push(manifest);
  }
  return manifests.sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1))[0];
}

/** The row as the run left it, as far as its manifest tells. */
function rowOf(manifest: Manifest, request: JobRequest, now: string): JobRecord {
  const { jobId, kind, runId, publishedAt, row } = manifest;
  const run = { runId, startedAt: row?.runStartedAt ?? publishedAt };
  const fresh = newJobRecord({ id: jobId, kind, summary: request.summary, run, now: publishedAt });
  return adopt({ ...fresh, ...row }, manifest, now);
}
