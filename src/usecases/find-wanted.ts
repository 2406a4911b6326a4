import { objectKeys } from '../job/keys.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import type { PlanPage } from '../search/plan.ts';
import type { Platform } from './platform.ts';
import { readChildren } from './query-children.ts';
import { readJsonIfPresent } from './read-json.ts';
import { publishedRuns, storedJobs, type StoredJob, type StoredKey } from './stored-jobs.ts';

type Deps = Pick<Platform, 'documents' | 'objects'>;

/** What some job has a use for, and what runs have left that nobody will read again. */
export interface Wanted {
  readonly chunkKeys: ReadonlySet<string>;
  /** Keys of stored queries and of sequences that databases are built from. */
  readonly queryKeys: ReadonlySet<string>;
  readonly filesOfDeadRuns: readonly StoredKey[];
}

/**
 * Marks: the chunks in a plan of a run that is alive, and the queries of jobs with a row and of their children. A job that has runs and no row
 * counts with all it has: its row is lost and can be made again.
 */
export async function findWanted({ documents, objects }: Deps): Promise<Wanted> {
  const chunkKeys = new Set<string>();
  const queryKeys = new Set<string>();
  const filesOfDeadRuns: StoredKey[] = [];
  for await (const stored of storedJobs(objects)) {
    // Asked for after the job's files were listed: a run that has written any of them had taken the row by then.
    const row = (await documents.get(jobs, stored.jobId))?.document;
    if (row || stored.runs.size > 0)
      for (const key of await queriesOf({ objects }, stored)) queryKeys.add(key);
    for (const [runId, files] of stored.runs) {
      if (isAlive(stored, runId, row))
        for (const chunkKey of await plannedChunks({ objects }, files)) chunkKeys.add(chunkKey);
      else filesOfDeadRuns.push(...files);
    }
  }
  return { chunkKeys, queryKeys, filesOfDeadRuns };
}

/** Whether the run may still read or write its files, or anybody may read what it has published. */
function isAlive(stored: StoredJob, runId: string, row: JobRecord | undefined): boolean {
  if (!row) return true;
  if (row.state === 'completed') return runId === row.publishedRunId;
  if (!isTerminal(row.state) && runId === row.runId) return true;
  return publishedRuns(stored).includes(runId) && !row.retiredRunIds.includes(runId);
}

async function queriesOf({ objects }: Pick<Deps, 'objects'>, stored: StoredJob): Promise<readonly string[]> {
  if (!stored.hasRequest) return [];
  const request = await readJsonIfPresent<JobRequest>(objects, objectKeys.request(stored.jobId));
  if (!request) return [];
  const children = hasChildren(request) ? await readChildren({ objects }, stored.jobId) : [];
  return [...inputsOf(request), ...children.map(({ queryKey }) => queryKey)];
}

/** Requests of searches and of database builds name their input; those of reports have none. */
function inputsOf(request: JobRequest & Inputs): string[] {
  return [request.query?.objectKey, request.fastaKey].filter((key) => key !== undefined);
}

/** Only searches of a surface with a scope lay others ready. */
function hasChildren({ key }: JobRequest & { readonly key?: { readonly scope?: object } }): boolean {
  return key?.scope !== undefined;
}

interface Inputs {
  readonly query?: { readonly objectKey: string };
  readonly fastaKey?: string;
}

async function plannedChunks(
  { objects }: Pick<Deps, 'objects'>,
  files: readonly StoredKey[],
): Promise<readonly string[]> {
  const chunkKeys: string[] = [];
  for (const { key } of files) {
    if (!key.includes('/plan/')) continue;
    const page = await readJsonIfPresent<PlanPage>(objects, key);
    for (const { chunkKey, whole } of page?.chunks ?? [])
      chunkKeys.push(chunkKey, ...(whole ? [whole.chunkKey] : []));
  }
  return chunkKeys;
}
