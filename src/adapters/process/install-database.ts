import { copyFile, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDatabaseExtension } from '../../database/database-files.ts';
import { hasErrno } from '../../errors/error-code.ts';

export interface InstallDatabase {
  /** A folder that holds the database's files and nothing else. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/**
 * Moves a finished database into the catalogue's folder. What makes it visible comes last: the index files, then the
 * alias file. One that bears the name already goes first, its visible files before all else: for a moment the name is
 * unknown, but no reader ever sees parts of two builds. Installs into one folder must follow each other.
 */
export async function installDatabase({ from, to, name }: InstallDatabase): Promise<void> {
  await removeAbandoned(to);
  const staged = await mkdtemp(join(to, stagingPrefix));
  try {
    for (const file of await readdir(from)) await moveFile(join(from, file), join(staged, file));
    const files = (await readdir(staged)).sort(visibleLast);
    for (const file of files) await flush(join(staged, file));
    for (const old of (await filesOfDatabase(to, name)).sort(visibleLast).reverse()) await rm(join(to, old));
    for (const file of files) await rename(join(staged, file), join(to, file));
    await flush(to);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Files of the database of this name in a folder: its own and its volumes', of both molecule types. */
export async function filesOfDatabase(folder: string, name: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((file) => {
    if (!file.startsWith(`${name}.`)) return false;
    const extension = file.slice(name.length + 1).replace(/^\d{2,}\./, '');
    return (
      /^[pn](?:al|js)$/.test(extension) ||
      isDatabaseExtension(extension, 'protein') ||
      isDatabaseExtension(extension, 'nucleotide')
    );
  });
}

/** A hidden folder beside the files' place: the last renames then stay within one file system. */
const stagingPrefix = '.installing-';
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** What an install left that was killed. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}

async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: unknown) => {
    if (!hasErrno(error, 'EXDEV')) throw error;
    await copyFile(from, to);
  });
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Data, then index files, then alias files. */
function visibleLast(one: string, other: string): number {
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}

function rank(file: string): number {
  if (/\.[pn]al$/.test(file)) return 2;
  return /\.[pn]in$/.test(file) ? 1 : 0;
}
