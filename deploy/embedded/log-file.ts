import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { copyFile, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A log may grow to this size before its older part is moved to `FILE.1`, so one child's logs stay below twice this. */
const maxLogBytes = 16 * 1024 * 1024;
const tailBytes = 4096;

/** Keeps the previous run's log as `FILE.1` and leaves the way free for a new one. */
export function rotateLog(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/**
 * A descriptor for a child's output. The child writes to the file itself, so its lines arrive even after its supervisor
 * was killed; appending makes cutting the file from outside safe.
 */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

/** Moves the log's content to `FILE.1` once it is too large. Lines written during the copy may be lost. */
export async function boundLog(file: string, maxBytes = maxLogBytes): Promise<void> {
  const size = await stat(file).then(
    (info) => info.size,
    () => 0,
  );
  if (size <= maxBytes) return;
  await copyFile(file, `${file}.1`);
  await truncate(file, 0);
}

/** The last lines, at most 4 KiB; empty when there is no log. */
export function logTail(file: string): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = new Uint8Array(Math.min(size, tailBytes));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    const text = new TextDecoder().decode(buffer);
    return (size > tailBytes ? text.slice(text.indexOf('\n') + 1) : text).trimEnd();
  } finally {
    closeSync(descriptor);
  }
}
