import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { PlatformError } from '../../errors/index.ts';
import { hasErrno } from '../../errors/error-code.ts';
import type { GroupRecorder } from './command-runner.ts';
import type { DiskFloor } from './disk-floor.ts';
import { startTokenOf } from './process-identity.ts';
import { currentOwner, folderPrefix, ownerOfFolder, scratchLayout } from './scratch-owner.ts';
import { sweepScratch, type SweepResult } from './scratch-sweep.ts';

/** Folders for the files of one task, below one directory of this machine. */
export interface Scratch extends GroupRecorder {
  /**
   * Gives the work a fresh, empty folder and removes it on every path.
   * @throws PlatformError `SCRATCH_UNAVAILABLE` when there is no room for a folder, or the work ran out of disk space
   */
  withFolder<T>(work: (directory: string) => Promise<T>): Promise<T>;
  /** Removes what processes left that died without cleaning up, and kills the commands they had running. Call it at start. */
  sweep(): Promise<SweepResult>;
}

export interface ScratchOptions {
  readonly directory: string;
  /** No folder is given while there is less room than this keeps. */
  readonly floor?: DiskFloor;
}

/** Errors of a full or unusable disk. */
const diskErrors = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EIO'];
const fullErrors = ['ENOSPC', 'EDQUOT'];

export function createScratch(options: ScratchOptions): Scratch {
  const directory = resolve(options.directory);
  return {
    withFolder: async (work) => {
      const folder = await makeFolder(directory, options.floor);
      try {
        return await work(join(folder, scratchLayout.work));
      } catch (error) {
        if (hasErrno(error, ...fullErrors)) throw unavailable('The disk for temporary files is full', error);
        throw error;
      } finally {
        // What cannot be removed now is left to a sweep; the task's own outcome stands.
        await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      }
    },
    recordGroup: (workingDirectory, groupId) => recordGroup(directory, workingDirectory, groupId),
    sweep: () => sweepScratch(directory),
  };
}

async function makeFolder(directory: string, floor: DiskFloor | undefined): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    await floor?.requireRoom();
    const folder = await mkdtemp(join(directory, folderPrefix(currentOwner())));
    for (const part of Object.values(scratchLayout)) await mkdir(join(folder, part), { mode: 0o700 });
    return folder;
  } catch (error) {
    if (hasErrno(error, ...diskErrors)) throw unavailable('No folder for temporary files can be made', error);
    throw error;
  }
}

/** Written at once after the start, without yielding; a sweep also finds what was killed in the instant between. */
function recordGroup(directory: string, workingDirectory: string, groupId: number): () => void {
  const [task] = relative(directory, resolve(workingDirectory)).split(sep);
  if (task === undefined || ownerOfFolder(task) === undefined) return () => undefined;
  const record = join(directory, task, scratchLayout.groups, String(groupId));
  try {
    mkdirSync(join(directory, task, scratchLayout.groups), { recursive: true });
    writeFileSync(record, startTokenOf(groupId) ?? '');
  } catch (error) {
    if (hasErrno(error, ...diskErrors)) throw unavailable('The disk for temporary files is full', error);
    throw error;
  }
  return () => {
    rmSync(record, { force: true });
  };
}

function unavailable(what: string, cause: unknown): PlatformError {
  return new PlatformError('SCRATCH_UNAVAILABLE', `${what}; try again later.`, { cause });
}
