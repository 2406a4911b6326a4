import { mkdir, open, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrno } from '../../errors/error-code.ts';

const attempts = 20;

/** Folders of keys: they come with their first file and go with their last, under concurrent writers and deleters. */
export class FilesystemFolders {
  /** Runs an action that puts a file into a folder, and syncs every folder that changed. */
  async withFolder(folder: string, action: () => Promise<void>): Promise<void> {
    let top = folder;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const firstMade = await mkdir(folder, { recursive: true });
        if (firstMade !== undefined && dirname(firstMade).length < top.length) top = dirname(firstMade);
        await action();
        break;
      } catch (error) {
        // A deleter found the folder still empty and removed it.
        if (attempt === attempts || !hasErrno(error, 'ENOENT')) throw error;
      }
    }
    await syncUpTo(folder, top);
  }

  /** Removes the folder and those above it as far as they are empty, but not `top`. */
  async removeEmpty(folder: string, top: string): Promise<void> {
    for (let path = folder; path !== top; path = dirname(path)) {
      try {
        await rmdir(path);
      } catch (error) {
        if (hasErrno(error, 'ENOTEMPTY', 'EEXIST')) return;
        if (!hasErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
      }
    }
  }
}

/** Removes a file; a path without one, or with a folder of other keys, is no error. @returns whether it was there */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    // POSIX lets a system answer EPERM for a folder, and mac does.
    if (hasErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return false;
    if (hasErrno(error, 'EPERM') && (await stat(path)).isDirectory()) return false;
    throw error;
  }
}

async function syncUpTo(folder: string, top: string): Promise<void> {
  for (let path = folder; ; path = dirname(path)) {
    await syncFolder(path);
    if (path === top) return;
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    // A deleter has already emptied and removed it: there is nothing left in it to keep.
    if (!hasErrno(error, 'ENOENT')) throw error;
  }
}
