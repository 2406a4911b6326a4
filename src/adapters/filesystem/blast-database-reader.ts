import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parseAliasFile, type AliasFile } from '../../database/alias-file.ts';
import { extensionLetter, isDatabaseExtension } from '../../database/database-files.ts';
import type { DatabaseFile, DatabaseNode, VolumeNode } from '../../database/database-tree.ts';
import type { MoleculeType } from '../../database/database.ts';
import { digestDatabaseFile } from './blast-database-digest.ts';
import { readVolumeIndex, type VolumeIndex } from './blast-database-index.ts';
import {
  ChangedWhileReading,
  createFileMemo,
  stampOf,
  type FileMemo,
  type Remembered,
} from './blast-database-stamps.ts';

/** Extensions by database name, without the dot. */
export type FolderListing = ReadonlyMap<string, ReadonlySet<string>>;

/** What has been read of the files of one catalogue. */
export interface DatabaseMemos {
  readonly folders: FileMemo<FolderListing>;
  readonly aliases: FileMemo<AliasFile>;
  readonly indexes: FileMemo<VolumeIndex>;
  readonly digests: FileMemo<string>;
}

export function createDatabaseMemos(): DatabaseMemos {
  return {
    folders: createFileMemo(readListing),
    aliases: createFileMemo(async (path) => parseAliasFile(await readFile(path, 'utf8'))),
    indexes: createFileMemo((path, stamp) => readVolumeIndex(path, stamp.sizeBytes)),
    digests: createFileMemo((path, stamp) => digestDatabaseFile(path, stamp.sizeBytes)),
  };
}

/** One look at the files: everything it reads is checked together by `confirm`. */
export interface DatabaseReading {
  listing(folder: string): Promise<FolderListing>;
  /**
   * Follows a name as BLAST+ does: the alias file first, then the index; members of an alias are looked for in the
   * alias's own folder, then in the catalogue's.
   * @throws SyntaxError that says what is wrong with the database
   */
  read(name: string, moleculeType: MoleculeType): Promise<DatabaseNode>;
  /** @throws ChangedWhileReading when a file changed since this reading began */
  confirm(): Promise<void>;
}

export function startReading(folder: string, memos: DatabaseMemos): DatabaseReading {
  const seen = new Map<string, string>();
  const listings = new Map<string, Promise<FolderListing>>();
  const files = new Map<string, Promise<DatabaseFile>>();
  const volumes = new Map<string, Promise<VolumeNode>>();
  let readAnything = false;

  async function look<T>(memo: FileMemo<T>, path: string): Promise<Remembered<T> | undefined> {
    const found = await memo.get(path);
    if (found === undefined) return undefined;
    const before = seen.get(path);
    if (before !== undefined && before !== found.stamp.identity) throw new ChangedWhileReading(path);
    seen.set(path, found.stamp.identity);
    readAnything ||= found.fresh;
    return found;
  }

  const listing = (path: string): Promise<FolderListing> =>
    once(listings, path, async () => (await look(memos.folders, path))?.value ?? new Map<string, Set<string>>());

  const fileAt = (path: string): Promise<DatabaseFile> =>
    once(files, path, async () => {
      const found = await look(memos.digests, path);
      if (found === undefined) throw new SyntaxError(`the file ${basename(path)} is missing`);
      return { name: basename(path), sizeBytes: found.stamp.sizeBytes, digest: found.value };
    });

  async function filesBeside(base: string, type: MoleculeType): Promise<DatabaseFile[]> {
    const extensions = (await listing(dirname(base))).get(basename(base)) ?? new Set<string>();
    const own = [...extensions].filter((extension) => isDatabaseExtension(extension, type)).sort();
    return await Promise.all(own.map((extension) => fileAt(`${base}.${extension}`)));
  }

  async function readVolume(base: string, type: MoleculeType): Promise<VolumeNode> {
    const letter = extensionLetter[type];
    const index = (await look(memos.indexes, `${base}.${letter}in`))?.value;
    if (index === undefined) throw new SyntaxError(`the index of ${basename(base)} is missing`);
    if (index.header.moleculeType !== type) {
      throw new SyntaxError(`the index of ${basename(base)} is of the other molecule type`);
    }
    const own = await filesBeside(base, type);
    const sizeOf = (part: string) => own.find(({ name }) => name.endsWith(`.${letter}${part}`))?.sizeBytes ?? -1;
    if (sizeOf('hr') < index.headerFileBytes || sizeOf('sq') < index.sequenceFileBytes) {
      throw new SyntaxError(`a file of ${basename(base)} is missing, cut short or of another build`);
    }
    return { kind: 'volume', name: basename(base), header: index.header, files: own };
  }

  async function readNode(base: string, type: MoleculeType, above: readonly string[]): Promise<DatabaseNode> {
    const extensions = (await listing(dirname(base))).get(basename(base)) ?? new Set<string>();
    const letter = extensionLetter[type];
    // An alias may bear the name of its own volume: inside itself the name means the volume.
    if (extensions.has(`${letter}al`) && above.at(-1) !== base) {
      if (above.includes(base)) throw new SyntaxError('its alias files name each other in a circle');
      const alias = (await look(memos.aliases, `${base}.${letter}al`))?.value;
      if (alias === undefined) throw new ChangedWhileReading(base);
      const bases = await Promise.all(alias.members.map((member) => locate(member, base, type)));
      const members = [];
      for (const member of bases) members.push(await readNode(member, type, [...above, base]));
      const filters = await Promise.all(alias.filterFiles.map((file) => fileAt(resolve(dirname(base), file))));
      const beside = alias.members.includes(basename(base)) ? [] : await filesBeside(base, type);
      return { kind: 'alias', name: basename(base), alias, files: [...beside, ...filters], members };
    }
    return await once(volumes, base, () => readVolume(base, type));
  }

  async function locate(member: string, aliasBase: string, type: MoleculeType): Promise<string> {
    const letter = extensionLetter[type];
    for (const from of [dirname(aliasBase), folder]) {
      const base = resolve(from, member);
      const extensions = (await listing(dirname(base))).get(basename(base));
      if (extensions?.has(`${letter}al`) === true || extensions?.has(`${letter}in`) === true) return base;
    }
    throw new SyntaxError(`its alias file names ${basename(member)}, which is not there`);
  }

  return {
    listing,
    read: (name, moleculeType) => readNode(resolve(folder, name), moleculeType, []),
    confirm: async () => {
      if (!readAnything) return;
      for (const [path, identity] of seen) {
        if ((await stampOf(path))?.identity !== identity) throw new ChangedWhileReading(path);
      }
    },
  };
}

async function once<T>(done: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const promise = done.get(key) ?? work();
  done.set(key, promise);
  return await promise;
}

async function readListing(folder: string): Promise<FolderListing> {
  const listing = new Map<string, Set<string>>();
  for (const file of await readdir(folder)) {
    const match = /^(.+)\.([pn][a-z]{2})$/.exec(file);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const extensions = listing.get(match[1]) ?? new Set<string>();
    listing.set(match[1], extensions.add(match[2]));
  }
  return listing;
}
