import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

export type FolderLock =
  | { readonly isMine: true; /** May be called again. */ release(): void }
  /** The pid is missing in the moment before the holder has written it down. */
  | { readonly isMine: false; readonly holderPid?: number };

/**
 * Makes this process the only one that works on a folder. The lock is SQLite's exclusive file lock: the kernel drops it
 * when the process ends, however it ends, and of several processes that try, exactly one gets it.
 * The folder is created if need be.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const holderFile = join(folder, 'holder.json');
  const database = takeLock(join(folder, 'holder.lock'));
  if (database === undefined) {
    const holderPid = readHolder(holderFile);
    return { isMine: false, ...(holderPid === undefined ? {} : { holderPid }) };
  }
  writeFileSync(holderFile, `${JSON.stringify({ pid: process.pid })}\n`);
  let isHeld = true;
  return {
    isMine: true,
    release() {
      if (!isHeld) return;
      isHeld = false;
      rmSync(holderFile, { force: true });
      // libsql 0.5 closes the file only when the object is collected; these three end SQLite's hold on it now.
      database.exec('ROLLBACK');
      database.pragma('locking_mode=NORMAL');
      database.exec('SELECT 1 FROM sqlite_schema');
      database.close();
    },
  };
}

function takeLock(file: string): Database.Database | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('locking_mode=EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'SQLITE_BUSY';
}

function readHolder(file: string): number | undefined {
  try {
    const pid = /"pid":(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined;
  }
}
