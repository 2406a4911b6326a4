import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** Files up to this size are hashed whole (about 10 ms). */
const wholeUpToBytes = 16 * 1024 * 1024;
const sampleBytes = 64 * 1024;
const sampleCount = 64;

/**
 * SHA-256 of a database file, hexadecimal. Large files are hashed at 64 places of 64 KiB, spread evenly from the first
 * byte to the last. Sizes and dates alone would not do: dates have minutes only, and a rebuild after a residue was
 * corrected leaves sizes and the index as they were. That a large file is rebuilt within the minute of its first build
 * and differs between the samples only is taken for impossible.
 */
export async function digestDatabaseFile(path: string, sizeBytes: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    for (const start of sampleStarts(sizeBytes)) {
      hash.update(await readAt(file, start, Math.min(sampleBytes, sizeBytes - start)));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

function sampleStarts(sizeBytes: number): number[] {
  const whole = sizeBytes <= wholeUpToBytes;
  const count = whole ? Math.ceil(sizeBytes / sampleBytes) : sampleCount;
  const stride = whole ? sampleBytes : (sizeBytes - sampleBytes) / (sampleCount - 1);
  return Array.from({ length: count }, (_, index) => Math.floor(index * stride));
}

/** Bytes of a file from a position on; fewer where the file ends before. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
