import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { endGroup, runningMembers, workingDirectoryOf } from './process-group.ts';
import { currentRealm, startTokenOf } from './process-identity.ts';
import { ownerOfFolder, ownerState, scratchLayout } from './scratch-owner.ts';

export interface SweepResult {
  readonly removedFolders: number;
  readonly killedGroups: number;
}

/** Folders of another host's processes on a shared disk are kept this long after their last change. */
const keepElsewhereMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes the scratch folders whose process is dead, after killing the process groups it recorded. A group is killed
 * only when it is certain to be the one recorded: its leader has the start time on record, or, the leader being gone,
 * a member works inside the folder.
 */
export async function sweepScratch(directory: string): Promise<SweepResult> {
  let removedFolders = 0;
  let killedGroups = 0;
  // Without symbolic links, as `/proc` prints working directories.
  const root = await realpath(directory).catch(() => directory);
  for (const name of await readdir(root).catch(() => [])) {
    const owner = ownerOfFolder(name);
    const folder = join(root, name);
    if (owner === undefined) continue;
    const state = ownerState(owner);
    if (state === 'alive' || (state === 'elsewhere' && !(await isOld(folder)))) continue;
    if (state === 'dead' && owner.realm.boot === currentRealm().boot) killedGroups += await killRecorded(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    removedFolders += 1;
  }
  return { removedFolders, killedGroups };
}

async function killRecorded(folder: string): Promise<number> {
  const records = join(folder, scratchLayout.groups);
  let killed = 0;
  for (const name of await readdir(records).catch(() => [])) {
    const groupId = Number(name);
    if (!Number.isInteger(groupId) || groupId <= 1) continue;
    const recorded = await readFile(join(records, name), 'utf8').catch(() => '');
    if (!isTheRecorded(groupId, recorded, folder)) continue;
    await endGroup(groupId);
    killed += 1;
  }
  return killed;
}

function isTheRecorded(groupId: number, recordedStart: string, folder: string): boolean {
  const leaderStart = startTokenOf(groupId);
  if (leaderStart !== undefined && leaderStart === recordedStart) return true;
  return runningMembers(groupId).some((id) => workingDirectoryOf(id)?.startsWith(folder + sep) === true);
}

async function isOld(folder: string): Promise<boolean> {
  const changedAtMs = await stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - changedAtMs > keepElsewhereMs;
}
