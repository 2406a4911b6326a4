import { objectKeys } from '../job/keys.ts';
import type { ListPage, ObjectStore } from '../ports/object-store.ts';

export type StoredKey = ListPage['objects'][number];

/** What the object store holds of one job. */
export interface StoredJob {
  readonly jobId: string;
  readonly hasRequest: boolean;
  /** Everything each run has written, in the order of the keys. */
  readonly runs: ReadonlyMap<string, readonly StoredKey[]>;
}

/** All jobs of which anything is stored, one after the other: never more than one of them is held. */
export async function* storedJobs(objects: ObjectStore): AsyncGenerator<StoredJob> {
  let job: { jobId: string; hasRequest: boolean; runs: Map<string, StoredKey[]> } | undefined;
  for await (const found of storedKeys(objects, 'jobs/')) {
    const [, jobId = '', runId = '', file] = found.key.split('/');
    if (job?.jobId !== jobId) {
      if (job) yield job;
      job = { jobId, hasRequest: false, runs: new Map() };
    }
    if (file === undefined) job.hasRequest ||= found.key === objectKeys.request(jobId);
    else {
      const keys = job.runs.get(runId) ?? [];
      keys.push(found);
      job.runs.set(runId, keys);
    }
  }
  if (job) yield job;
}

/** Every key with a prefix, page after page. */
export async function* storedKeys(objects: ObjectStore, prefix: string): AsyncGenerator<StoredKey> {
  let cursor: string | undefined;
  do {
    const page = await objects.list(prefix, cursor === undefined ? {} : { cursor });
    yield* page.objects;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** The runs of a job that hold a manifest, in no particular order. */
export function publishedRuns({ jobId, runs }: StoredJob): string[] {
  return [...runs].flatMap(([runId, keys]) =>
    keys.some(({ key }) => key === objectKeys.manifest(jobId, runId)) ? [runId] : [],
  );
}
