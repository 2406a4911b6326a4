import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Calls `tell` after every write to a database in WAL mode, whichever process on this machine made it: it grows or
 * rewrites the write-ahead log, and the system tells of that (inotify on Linux). A write shows to readers some
 * microseconds after it is told of.
 * @returns what ends it; `undefined` where the system cannot watch the folder
 */
export function watchWriteAheadLog(file: string, tell: () => void): (() => void) | undefined {
  const log = `${basename(file)}-wal`;
  try {
    // The folder, because the log is removed with the last connection and made again with the next.
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === log || name === null) tell();
    });
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return undefined;
  }
}
