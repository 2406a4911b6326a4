import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { currentOwner, folderPrefix, ownerOfFolder, ownerState } from '../process/scratch-owner.ts';

/** A writer that is alive touches its file far more often: for one on another host, of which nothing else is known. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/**
 * Files that are being written, in the same file system as the objects so that a rename can publish them. Their names
 * say which process writes.
 */
export class PartialFiles {
  private readonly directory: string;
  private prefix: string | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Makes the folder and sweeps what killed writers left. */
  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      if (await isAbandoned(name, path)) await rm(path, { force: true });
    }
  }

  /** Writes and syncs a file of its own. @returns its path; nothing is left when it throws */
  async write(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const path = this.newPath();
    const handle = await open(path, 'wx');
    try {
      // writeFile on a handle goes on where the last one ended, and writes every chunk whole.
      for await (const chunk of body) await handle.writeFile(chunk);
      await handle.sync();
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
    await handle.close();
    return path;
  }

  /** Fails when no file can be written here. */
  async probe(): Promise<void> {
    const path = this.newPath();
    await (await open(path, 'wx')).close();
    await rm(path, { force: true });
  }

  private newPath(): string {
    this.prefix ??= folderPrefix(currentOwner());
    return join(this.directory, this.prefix + randomUUID().replaceAll('-', ''));
  }
}

async function isAbandoned(name: string, path: string): Promise<boolean> {
  const owner = ownerOfFolder(name);
  const state = owner === undefined ? 'elsewhere' : ownerState(owner);
  if (state !== 'elsewhere') return state === 'dead';
  const modifiedAtMs = await stat(path).then(
    (found) => found.mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  return Date.now() - modifiedAtMs > abandonedAfterMs;
}
