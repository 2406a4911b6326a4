import type { ObjectStore } from '../ports/object-store.ts';
import { findWanted, type Wanted } from './find-wanted.ts';
import type { Platform } from './platform.ts';
import { readJsonIfPresent } from './read-json.ts';
import { storedKeys, type StoredKey } from './stored-jobs.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'clock'>;

export interface SweepCounts {
  /** Archives of chunks and the notes about them. */
  readonly chunks: number;
  readonly queries: number;
  /** Files of runs that are over and published nothing that counts. */
  readonly runFiles: number;
}

export interface SweepOutcome {
  /** Wanted by nobody in this sweep and in the one before; with `dryRun` they would be. */
  readonly deleted: SweepCounts;
  readonly deletedBytes: number;
  /** Wanted by nobody for the first time: the next sweep deletes them unless somebody wants them by then. */
  readonly condemned: SweepCounts;
}

/** A query may lie there so long before its job is known: it is stored first, and its upload may be slow. */
const graceOfQueriesMs = 86_400_000;

/**
 * Deletes what two sweeps in a row have found nobody to want: chunks in no plan of a running job and no unexpired
 * manifest, queries of no job, files of dead runs. What is there is listed before it is asked who wants it; a chunk that
 * a new job wants in the very moment of its deletion is found missing by that job, and computed again.
 */
export async function sweepObjects(
  deps: Deps,
  { dryRun }: { readonly dryRun: boolean },
): Promise<SweepOutcome> {
  const stored = [...(await all(deps.objects, 'chunks/')), ...(await all(deps.objects, 'queries/'))];
  const wanted = await findWanted(deps);
  const unwanted = stored.filter((one) => !isWanted(wanted, one, deps.clock.now()));
  const sizes = new Map(
    [...unwanted, ...wanted.filesOfDeadRuns].map(({ key, sizeBytes }) => [key, sizeBytes]),
  );
  const keys = [...sizes.keys()];
  const before = await readCondemned(deps.objects);
  const deleted = keys.filter((key) => before.keys.has(key));
  const condemned = keys.filter((key) => !before.keys.has(key));
  if (!dryRun) {
    await writeCondemned(deps, condemned, before.listKeys);
    await deleteAll(deps, deleted);
  }
  const deletedBytes = deleted.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
  return { deleted: countsOf(deleted), deletedBytes, condemned: countsOf(condemned) };
}

/** In the order of the keys: an archive goes before the note about it. */
async function deleteAll({ objects, clock }: Deps, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += 1_000) {
    const some = keys.slice(start, start + 1_000);
    const fresh = new Set<string>();
    // A submission stores a query anew that it finds old; of what cannot be computed again that is looked at last.
    for (const key of some.filter((one) => one.startsWith('queries/'))) {
      const found = await objects.head(key);
      if (found && isInGrace(found.modifiedAt, clock.now())) fresh.add(key);
    }
    await objects.delete(some.filter((key) => !fresh.has(key)));
  }
}

function isInGrace(modifiedAt: Date, now: Date): boolean {
  return now.getTime() - modifiedAt.getTime() < graceOfQueriesMs;
}

function isWanted({ chunkKeys, queryKeys }: Wanted, { key, modifiedAt }: StoredKey, now: Date): boolean {
  const chunkKey = /^chunks\/.*\/([0-9a-f]+)\.(?:asn|run\.json)$/.exec(key)?.[1];
  if (chunkKey !== undefined) return chunkKeys.has(chunkKey);
  return queryKeys.has(key) || isInGrace(modifiedAt, now);
}

function countsOf(keys: readonly string[]): SweepCounts {
  const under = (prefix: string): number => keys.filter((key) => key.startsWith(prefix)).length;
  return { chunks: under('chunks/'), queries: under('queries/'), runFiles: under('jobs/') };
}

/** What the sweep before found nobody to want. */
interface CondemnedList {
  readonly schemaVersion: 1;
  readonly keys: readonly string[];
}

const listsPrefix = 'sweeps/';

async function readCondemned(
  objects: ObjectStore,
): Promise<{ readonly keys: ReadonlySet<string>; readonly listKeys: readonly string[] }> {
  const listKeys = (await all(objects, listsPrefix)).map(({ key }) => key);
  const newest = listKeys.at(-1);
  const list = newest === undefined ? undefined : await readJsonIfPresent<CondemnedList>(objects, newest);
  return { keys: new Set(list?.keys), listKeys };
}

/** Lists are named by their time, written once, and only the newest is kept. */
async function writeCondemned(
  { objects, clock }: Deps,
  keys: readonly string[],
  olderListKeys: readonly string[],
): Promise<void> {
  const listKey = `${listsPrefix}${clock.now().toISOString().replaceAll(':', '.')}.json`;
  const list: CondemnedList = { schemaVersion: 1, keys };
  await objects.put(listKey, JSON.stringify(list), { mediaType: 'application/json' });
  await objects.delete(olderListKeys.filter((key) => key !== listKey));
}

async function all(objects: ObjectStore, prefix: string): Promise<StoredKey[]> {
  const found: StoredKey[] = [];
  for await (const one of storedKeys(objects, prefix)) found.push(one);
  return found;
}
