import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../../errors/index.ts';
import type { Spool, Spooled } from '../../ports/spool.ts';

/** Most queries are far smaller; a larger one costs one file. */
const memoryLimitBytes = 1 << 20;

/** How often a query that is written is asked whether there is still room for it. */
const lookEveryBytes = 64 << 20;

export interface FilesystemSpoolOptions {
  readonly directory: string;
  /** Nothing is taken in that does not fit into memory while there is less room. */
  readonly floor?: { requireRoom(): Promise<void> };
}

/** Spool over a folder of this machine. @throws PlatformError `SCRATCH_UNAVAILABLE` when there is no room */
export function createFilesystemSpool({ directory, floor }: FilesystemSpoolOptions): Spool {
  return {
    async collect(source) {
      const hash = createHash('sha256');
      const head: Uint8Array[] = [];
      let sizeBytes = 0;
      let nextLookBytes = memoryLimitBytes;
      let file: { path: string; handle: FileHandle } | undefined;
      try {
        for await (const chunk of source) {
          sizeBytes += chunk.byteLength;
          hash.update(chunk);
          head.push(chunk);
          if (sizeBytes <= memoryLimitBytes) continue;
          if (sizeBytes > nextLookBytes) {
            await floor?.requireRoom();
            nextLookBytes = sizeBytes + lookEveryBytes;
          }
          file ??= await onScratch(() => openFile(directory));
          await appendAll(file.handle, head.splice(0));
        }
      } catch (error) {
        if (file) await rm(file.path, { force: true });
        throw error;
      } finally {
        await file?.handle.close();
      }
      const known = { sizeBytes, digest: hash.digest('hex') };
      return file ? onDisk(file.path, known) : inMemory(head, known);
    },
  };
}

async function openFile(directory: string): Promise<{ path: string; handle: FileHandle }> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `spool-${randomUUID()}`);
  return { path, handle: await open(path, 'wx') };
}

/** Not `write`, which may write a part of its bytes and say so only in its result. */
async function appendAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  await onScratch(async () => {
    for (const part of parts) await handle.appendFile(part);
  });
}

/** Faults of the disk are ours; those of the source pass as they are. */
async function onScratch<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PlatformError(
      'SCRATCH_UNAVAILABLE',
      'There is no room to take in the sequences. Try again later.',
      {
        cause: error,
      },
    );
  }
}

type Known = Pick<Spooled, 'sizeBytes' | 'digest'>;

function onDisk(path: string, known: Known): Spooled {
  return { ...known, read: () => createReadStream(path), dispose: () => rm(path, { force: true }) };
}

function inMemory(parts: readonly Uint8Array[], known: Known): Spooled {
  return {
    ...known,
    async *read() {
      yield* parts;
    },
    dispose: () => Promise.resolve(),
  };
}
