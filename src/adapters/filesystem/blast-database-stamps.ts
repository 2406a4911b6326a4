import { stat } from 'node:fs/promises';
import { hasErrno } from '../../errors/error-code.ts';

const missing = ['ENOENT', 'ENOTDIR'];

/** What `stat` says about a file or folder, enough to see that it was written or replaced. */
export interface FileStamp {
  readonly identity: string;
  readonly sizeBytes: number;
  /** Newest of modification and status change, milliseconds. */
  readonly changedAtMs: number;
}

/** `undefined` when there is no such file. */
export async function stampOf(path: string): Promise<FileStamp | undefined> {
  try {
    const facts = await stat(path, { bigint: true });
    return {
      identity: `${String(facts.dev)}:${String(facts.ino)}:${String(facts.size)}:${String(facts.mtimeNs)}:${String(facts.ctimeNs)}`,
      sizeBytes: Number(facts.size),
      changedAtMs: Number((facts.mtimeNs > facts.ctimeNs ? facts.mtimeNs : facts.ctimeNs) / 1_000_000n),
    };
  } catch (error) {
    if (hasErrno(error, ...missing)) return undefined;
    throw error;
  }
}

/** A file that was there a moment ago changed or went while it was being read. */
export class ChangedWhileReading extends Error {
  override readonly name = 'ChangedWhileReading';
}

export interface Remembered<T> {
  readonly value: T;
  readonly stamp: FileStamp;
  /** Whether the file had to be read for this answer. */
  readonly fresh: boolean;
}

/** Reads files once and again only when their stamp changes. */
export interface FileMemo<T> {
  /** @throws ChangedWhileReading when the file keeps changing */
  get(path: string): Promise<Remembered<T> | undefined>;
}

/**
 * File systems stamp changes by a clock that ticks coarsely (milliseconds, on network shares a second): two writes
 * within one tick look like one. What was read so soon after a change is therefore read again next time.
 */
const coarseTickMs = 2_000;

interface Kept<T> {
  readonly stamp: FileStamp;
  readonly readAtMs: number;
  readonly value: Promise<T>;
}

export function createFileMemo<T>(read: (path: string, stamp: FileStamp) => Promise<T>): FileMemo<T> {
  const kept = new Map<string, Kept<T>>();
  const readAgain = (path: string, stamp: FileStamp): Kept<T> => {
    const entry = { stamp, readAtMs: Date.now(), value: readUnchanged(path, stamp, read) };
    kept.set(path, entry);
    entry.value.catch(() => {
      if (kept.get(path) === entry) kept.delete(path);
    });
    return entry;
  };
  return {
    get: async (path) => {
      const stamp = await stampOf(path);
      if (stamp === undefined) {
        kept.delete(path);
        return undefined;
      }
      const known = kept.get(path);
      const usable =
        known?.stamp.identity === stamp.identity && known.readAtMs - stamp.changedAtMs > coarseTickMs;
      const entry = usable ? known : readAgain(path, stamp);
      return { value: await entry.value, stamp, fresh: !usable };
    },
  };
}

async function readUnchanged<T>(
  path: string,
  stamp: FileStamp,
  read: (path: string, stamp: FileStamp) => Promise<T>,
): Promise<T> {
  const value = await read(path, stamp).catch((error: unknown) => {
    if (hasErrno(error, ...missing)) throw new ChangedWhileReading(path);
    throw error;
  });
  const after = await stampOf(path);
  if (after?.identity !== stamp.identity) throw new ChangedWhileReading(path);
  return value;
}
