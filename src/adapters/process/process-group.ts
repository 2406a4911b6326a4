import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrno } from '../../errors/error-code.ts';
import { hasProc, processFacts } from './process-identity.ts';

/** Sends a signal to every process of a group. @returns `false` when the group has no process any more. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // macOS answers EPERM for a group of processes that ended and were not looked at; none of them can run again.
    return !hasErrno(error, 'ESRCH');
  }
}

const checkEveryMs = 5;
const giveUpAfterMs = 2_000;

/**
 * Kills a group and waits until none of its processes runs. Processes that ended but stay listed, because nobody
 * collects them (a container whose first process is no init), do not count.
 * @returns whether the group is gone; `false` after 2 s, for processes that the kernel itself holds
 */
export async function endGroup(groupId: number): Promise<boolean> {
  const deadline = performance.now() + giveUpAfterMs;
  while (signalGroup(groupId, 'SIGKILL')) {
    if (hasProc() && runningMembers(groupId).length === 0) return true;
    if (performance.now() > deadline) return false;
    await delay(checkEveryMs);
  }
  return true;
}

/** Ids of the processes of a group that still run; empty without `/proc`. */
export function runningMembers(groupId: number): number[] {
  return processIds().filter((id) => {
    const facts = processFacts(id);
    return facts?.groupId === groupId && facts.state !== 'Z' && facts.state !== 'X';
  });
}

/** Groups of the processes that work in a folder (given without symbolic links) or below it, and have no terminal. */
export function groupsWorkingIn(folder: string): number[] {
  const groups = processIds()
    .filter((id) => `${workingDirectoryOf(id) ?? ''}/`.startsWith(`${folder}/`))
    .map(processFacts)
    .flatMap((facts) => (facts === undefined || facts.hasTerminal ? [] : [facts.groupId]));
  return [...new Set(groups)].filter((groupId) => groupId > 1);
}

/** Where `/proc` tells and permits. */
function workingDirectoryOf(processId: number): string | undefined {
  try {
    return readlinkSync(`/proc/${processId}/cwd`);
  } catch {
    return undefined;
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
