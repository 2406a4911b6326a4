import { readFile } from 'node:fs/promises';
import type { RunCommand } from './run-command.ts';

/**
 * A text that stays the same for as long as the process lives and that no later process with the same pid has:
 * its start time. `undefined`: no such process, or one that has ended and only waits to be reaped.
 */
export async function processIdentity(pid: number, run: RunCommand): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxIdentity(pid);
  const { exitCode, stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const started = stdout.trim();
  return exitCode === 0 && started !== '' ? started : undefined;
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the command in parentheses may hold blanks; fields 3 (state) and 22 (start time) count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
