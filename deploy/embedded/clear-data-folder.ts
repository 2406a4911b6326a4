import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endLeftovers } from './end-leftovers.ts';
import { lockDataFolder } from './lock-data-folder.ts';

/**
 * Empties a data folder that no stack is running on, but for its lock.
 * @throws StackError when one is
 */
export async function clearDataFolder(dataDirectory: string): Promise<void> {
  const lock = lockDataFolder(dataDirectory);
  try {
    await endLeftovers(dataDirectory);
    for (const name of await readdir(dataDirectory)) {
      if (name !== 'run') await rm(join(dataDirectory, name), { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}
