import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PlatformError } from '../../errors/index.ts';
import { hasErrno } from '../../errors/error-code.ts';

/** Keeps room on the disk of a directory for others: databases and logs of servers may lie on it, too. */
export interface DiskFloor {
  readonly directory: string;
  /** @throws PlatformError `SCRATCH_UNAVAILABLE` while less than the floor is free */
  requireRoom(): Promise<void>;
}

export function createDiskFloor(options: {
  /** Need not exist yet. */
  readonly directory: string;
  readonly minFreeBytes: number;
  /** Bytes that may be written to the disk of a directory; for tests. */
  readonly freeBytesOf?: (directory: string) => Promise<number>;
}): DiskFloor {
  const { minFreeBytes, freeBytesOf = freeBytesOnDisk } = options;
  const directory = resolve(options.directory);
  return {
    directory,
    requireRoom: async () => {
      const freeBytes = await freeBytesOf(directory);
      if (freeBytes >= minFreeBytes) return;
      throw new PlatformError(
        'SCRATCH_UNAVAILABLE',
        'The disk for temporary files is nearly full; try again later.',
        { details: { freeBytes, minFreeBytes } },
      );
    },
  };
}

async function freeBytesOnDisk(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    if (hasErrno(error, 'ENOENT') && directory !== dirname(directory)) {
      return await freeBytesOnDisk(dirname(directory));
    }
    throw error;
  }
}
