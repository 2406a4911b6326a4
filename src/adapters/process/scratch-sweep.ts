import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endGroup, groupsWorkingIn } from './process-group.ts';
import { currentRealm, startTokenOf } from './process-identity.ts';
import { ownerOfFolder, ownerState, scratchLayout } from './scratch-owner.ts';

export interface SweepResult {
  readonly removedFolders: number;
  readonly killedGroups: number;
}

/** Folders of another host's processes on a shared disk are kept this long after their last change. */
const keepElsewhereMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes the scratch folders whose process is dead, after killing what it left running: the process groups on record
 * whose leader still has the start time on record (ids are used again), and, where `/proc` tells, every group that
 * works in the folder, which finds commands that were not on record yet and those whose leader is gone.
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
    if (state === 'dead' && owner.realm.boot === currentRealm().boot)
      killedGroups += await killGroups(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    removedFolders += 1;
  }
  return { removedFolders, killedGroups };
}

async function killGroups(folder: string): Promise<number> {
  const groups = new Set([...(await recordedGroups(folder)), ...groupsWorkingIn(folder)]);
  await Promise.all([...groups].map(endGroup));
  return groups.size;
}

async function recordedGroups(folder: string): Promise<number[]> {
  const records = join(folder, scratchLayout.groups);
  const groups: number[] = [];
  for (const name of await readdir(records).catch(() => [])) {
    const groupId = Number(name);
    if (!Number.isInteger(groupId) || groupId <= 1) continue;
    const recordedStart = await readFile(join(records, name), 'utf8').catch(() => '');
    if (recordedStart !== '' && startTokenOf(groupId) === recordedStart) groups.push(groupId);
  }
  return groups;
}

async function isOld(folder: string): Promise<boolean> {
  const changedAtMs = await stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - changedAtMs > keepElsewhereMs;
}
