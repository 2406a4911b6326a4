import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrno } from '../../errors/error-code.ts';

/**
 * Keys behind `after` that start with `prefix`, in byte order, one folder at a time: folders outside the prefix or
 * wholly before the place are never opened.
 */
export async function* listKeys(root: string, prefix: string, after: string): AsyncGenerator<string> {
  yield* listFolder(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), { prefix, after });
}

interface Wanted {
  readonly prefix: string;
  readonly after: string;
}

/** `folder` is a key with its final slash, or empty for the root. */
async function* listFolder(root: string, folder: string, wanted: Wanted): AsyncGenerator<string> {
  // A folder sorts by its name with the slash, as its keys do: `a-b` comes before `a/b`.
  const entries = (await readFolder(join(root, folder))).map((entry) => ({
    key: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
    isFolder: entry.isDirectory(),
  }));
  entries.sort((left, right) => (left.key < right.key ? -1 : 1));
  for (const { key, isFolder } of entries) {
    if (isFolder) {
      const mayMatch = key.startsWith(wanted.prefix) || wanted.prefix.startsWith(key);
      const goesOn = key > wanted.after || wanted.after.startsWith(key);
      if (mayMatch && goesOn) yield* listFolder(root, key, wanted);
    } else if (key > wanted.after && key.startsWith(wanted.prefix)) {
      yield key;
    }
  }
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
