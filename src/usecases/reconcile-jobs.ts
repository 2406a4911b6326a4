import { objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord, type JobState } from '../job/record.ts';
import type { Platform } from './platform.ts';
import { adoptPublished, findPublished } from './adopt-published.ts';
import { eachStored } from './each-stored.ts';
import { expireJob } from './expire-job.ts';
import { makeMissingRow, repairJob } from './repair-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/** What of a job may be found not to be as it should. */
export const discrepancies = [
  /** A manifest is there, and the row is not or says that there are no results. */
  'published-without-row',
  /** The row says that there are results, and the manifest is gone. */
  'row-without-manifest',
  /** Temporal knows a run, and there is no row. */
  'workflow-without-row',
  /** The row is open, and the run is over or unknown to Temporal. */
  'row-without-workflow',
] as const;
type Discrepancy = (typeof discrepancies)[number];

export interface Finding {
  readonly jobId: string;
  readonly discrepancy: Discrepancy;
  /** What the row says now; absent where nothing was changed. */
  readonly state?: JobState;
}

/**
 * Compares rows, published results and Temporal, each with the others, and makes the rows true: results first, since
 * they outlive every run. Over a collection that was lost it makes all rows again that anything is left to tell of.
 * Idempotent. @param dryRun - only tell
 */
export async function reconcileJobs(
  deps: Deps,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Finding[]> {
  const published = await reconcilePublished(deps, dryRun);
  return [
    ...published,
    ...(await reconcileCompleted(deps, dryRun)),
    ...(await reconcileWorkflows(deps, dryRun, new Set(published.map(({ jobId }) => jobId)))),
    ...(await reconcileOpen(deps, dryRun)),
  ];
}

async function reconcilePublished(deps: Deps, dryRun: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const published of findPublished(deps)) {
    const state = dryRun ? undefined : (await adoptPublished(deps, published))?.state;
    found.push(finding(published.jobId, 'published-without-row', state));
  }
  return found;
}

async function reconcileCompleted(deps: Deps, dryRun: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const record of rowsIn(deps, ['completed'])) {
    const { id, publishedRunId } = record;
    if (publishedRunId !== null && (await deps.objects.head(objectKeys.manifest(id, publishedRunId))))
      continue;
    const state = dryRun ? undefined : (await expireJob(deps, id, { publishedRunId })).state;
    found.push(finding(id, 'row-without-manifest', state));
  }
  return found;
}

async function reconcileWorkflows(deps: Deps, dryRun: boolean, seen: Set<string>): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const { jobId } of deps.launcher.list()) {
    if (seen.has(jobId)) continue;
    seen.add(jobId);
    if (await deps.documents.get(jobs, jobId)) continue;
    const record = dryRun ? undefined : await makeMissingRow(deps, jobId);
    // Without a request there is nothing to tell people about it, and no way to run it.
    if (dryRun || record) found.push(finding(jobId, 'workflow-without-row', await stateOf(deps, jobId)));
  }
  return found;
}

async function reconcileOpen(deps: Deps, dryRun: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const record of rowsIn(deps, ['queued', 'running'])) {
    if (!(await repairJob(deps, record, { dryRun }))) continue;
    found.push(
      finding(record.id, 'row-without-workflow', dryRun ? undefined : await stateOf(deps, record.id)),
    );
  }
  return found;
}

function finding(jobId: string, discrepancy: Discrepancy, state: JobState | undefined): Finding {
  return { jobId, discrepancy, ...(state !== undefined && { state }) };
}

async function* rowsIn(deps: Deps, states: readonly JobState[]): AsyncGenerator<JobRecord> {
  const query = { where: { state: { in: states } }, limit: 500 };
  for await (const { document } of eachStored(deps, jobs, query)) yield document;
}

async function stateOf({ documents }: Deps, jobId: string): Promise<JobState | undefined> {
  return (await documents.get(jobs, jobId))?.document.state;
}
