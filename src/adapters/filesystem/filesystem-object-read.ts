import { open, stat, type FileHandle } from 'node:fs/promises';
import { PlatformError } from '../../errors/index.ts';
import type { ByteRange } from '../../ports/object-store.ts';
import { closableBody } from '../stores/closable-body.ts';
import { hasErrno } from '../../errors/error-code.ts';
import { fromFilesystemError } from './filesystem-object-error.ts';

/** Pieces of 256 KiB take a third more processor time; larger ones cost memory for each download that is under way. */
const chunkBytes = 512 * 1024;

interface FoundFile {
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** `undefined` when there is no such file; a folder of other keys is none. */
export async function statObject(path: string): Promise<FoundFile | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? { sizeBytes: found.size, modifiedAt: found.mtime } : undefined;
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Size and bytes of one and the same file, also when the key is deleted or written meanwhile. */
export async function openObject(
  path: string,
): Promise<(FoundFile & { readonly handle: FileHandle }) | undefined> {
  if ((await statObject(path)) === undefined) return undefined;
  try {
    const handle = await open(path, 'r');
    const found = await handle.stat();
    return { handle, sizeBytes: found.size, modifiedAt: found.mtime };
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Reads the range and closes the file at its end. */
export function openRange(handle: FileHandle, range: ByteRange): AsyncIterable<Uint8Array> {
  let position = range.start;
  return closableBody(
    async () => {
      const wanted = Math.min(chunkBytes, range.end - position);
      if (wanted === 0) return undefined;
      const { bytesRead, buffer } = await readChunk(handle, wanted, position);
      if (bytesRead === 0) {
        throw new PlatformError(
          'STORE_UNAVAILABLE',
          'The object store lost the end of an object. Try again later.',
        );
      }
      position += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    () => handle.close(),
  );
}

async function readChunk(
  handle: FileHandle,
  length: number,
  position: number,
): Promise<{ readonly bytesRead: number; readonly buffer: Uint8Array }> {
  try {
    return await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  } catch (error) {
    throw fromFilesystemError(error);
  }
}
