import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseAliasFile, type AliasFile } from '../../database/alias-file.ts';
import { isProfileExtension } from '../../database/database-files.ts';
import type { DatabaseFile } from '../../database/database-tree.ts';
import type { MaskAlgorithm } from '../../database/mask-algorithm.ts';
import type { TaxonIndex } from '../../database/taxon-index.ts';
import { digestDatabaseFile } from './blast-database-digest.ts';
import { readVolumeIndex, type VolumeIndex } from './blast-database-index.ts';
import { readMasks } from './blast-database-masks.ts';
import { openTaxonIndex } from './blast-database-taxa.ts';
import { ChangedWhileReading, createFileMemo, stampOf, type FileMemo } from './blast-database-stamps.ts';

/** Extensions by database name, without the dot. */
export type FolderListing = ReadonlyMap<string, ReadonlySet<string>>;

/** What has been read of the files of one catalogue. */
export interface DatabaseMemos {
  readonly folders: FileMemo<FolderListing>;
  readonly aliases: FileMemo<AliasFile>;
  readonly indexes: FileMemo<VolumeIndex>;
  readonly masks: FileMemo<readonly MaskAlgorithm[]>;
  readonly taxa: FileMemo<TaxonIndex>;
  readonly digests: FileMemo<string>;
}

export function createDatabaseMemos(): DatabaseMemos {
  return {
    folders: createFileMemo(readListing),
    aliases: createFileMemo(async (path) => parseAliasFile(await readFile(path, 'utf8'))),
    indexes: createFileMemo((path, stamp) => readVolumeIndex(path, stamp.sizeBytes)),
    masks: createFileMemo(readMasks),
    taxa: createFileMemo(openTaxonIndex),
    digests: createFileMemo((path, stamp) => digestDatabaseFile(path, stamp.sizeBytes)),
  };
}

/** One look at several files, which belong together only if none of them changes before it is confirmed. */
export interface DatabaseLook {
  /** Empty when there is no such folder. */
  listing(folder: string): Promise<FolderListing>;
  alias(path: string): Promise<AliasFile | undefined>;
  index(path: string): Promise<VolumeIndex | undefined>;
  /** The algorithms of a column of masks; none of any other column. */
  masks(path: string): Promise<readonly MaskAlgorithm[]>;
  taxa(path: string): Promise<TaxonIndex | undefined>;
  /** The same object for the same path. @throws SyntaxError when it is missing */
  file(path: string): Promise<DatabaseFile>;
  /** @throws ChangedWhileReading when a file changed since it was looked at */
  confirm(): Promise<void>;
}

export function startLook(memos: DatabaseMemos): DatabaseLook {
  const seen = new Map<string, string>();
  const listings = new Map<string, Promise<FolderListing>>();
  const files = new Map<string, Promise<DatabaseFile>>();
  let readAnything = false;

  async function look<T>(memo: FileMemo<T>, path: string) {
    const found = await memo.get(path);
    if (found === undefined) return undefined;
    const before = seen.get(path);
    if (before !== undefined && before !== found.stamp.identity) throw new ChangedWhileReading(path);
    seen.set(path, found.stamp.identity);
    readAnything ||= found.fresh;
    return found;
  }

  return {
    listing: (path) =>
      once(listings, path, async () => (await look(memos.folders, path))?.value ?? new Map<string, never>()),
    alias: async (path) => (await look(memos.aliases, path))?.value,
    index: async (path) => (await look(memos.indexes, path))?.value,
    masks: async (path) => (await look(memos.masks, path))?.value ?? [],
    taxa: async (path) => (await look(memos.taxa, path))?.value,
    file: (path) =>
      once(files, path, async () => {
        const found = await look(memos.digests, path);
        if (found === undefined) throw new SyntaxError(`the file ${basename(path)} is missing`);
        return { name: basename(path), sizeBytes: found.stamp.sizeBytes, digest: found.value };
      }),
    confirm: async () => {
      if (!readAnything) return;
      for (const [path, identity] of seen) {
        if ((await stampOf(path))?.identity !== identity) throw new ChangedWhileReading(path);
      }
    },
  };
}

/** Does the work of a key once, also for callers that ask at the same time. */
export async function once<T>(
  done: Map<string, Promise<T>>,
  key: string,
  work: () => Promise<T>,
): Promise<T> {
  const promise = done.get(key) ?? work();
  done.set(key, promise);
  return await promise;
}

async function readListing(folder: string): Promise<FolderListing> {
  const listing = new Map<string, Set<string>>();
  for (const file of await readdir(folder)) {
    const match = /^(.+)\.([a-z]{3,7})$/.exec(file);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    if (!/^[pn]..$/.test(match[2]) && !isProfileExtension(match[2])) continue;
    const extensions = listing.get(match[1]) ?? new Set<string>();
    listing.set(match[1], extensions.add(match[2]));
  }
  return listing;
}
