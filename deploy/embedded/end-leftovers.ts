import { setTimeout as sleep } from 'node:timers/promises';
import { forgetProcess, recordedProcesses, type RecordedProcess } from './pid-file.ts';
import { processIdentity } from './process-identity.ts';
import type { RunCommand } from './run-command.ts';
import { signalGroup } from './signal-group.ts';

const defaultPoliteMs = 5_000;
const forcedMs = 5_000;
const pollMs = 50;

/**
 * Ends the children of a supervisor that was killed: first politely, then for certain. A process is only touched if it
 * is the very one that was recorded. Call it with the folder's lock held.
 * @returns the names of those that were still alive
 */
export async function endLeftovers(
  dataDirectory: string,
  run: RunCommand,
  politeMs = defaultPoliteMs,
): Promise<string[]> {
  const recorded = await recordedProcesses(dataDirectory);
  const ended = await Promise.all(
    recorded.map(async (one) => {
      const wasAlive = await endProcess(one, run, politeMs);
      await forgetProcess(dataDirectory, one.name);
      return wasAlive ? [one.name] : [];
    }),
  );
  return ended.flat();
}

async function endProcess(recorded: RecordedProcess, run: RunCommand, politeMs: number): Promise<boolean> {
  if (!(await isAlive(recorded, run))) return false;
  signalGroup(recorded.pid, 'SIGTERM');
  if (await isGoneWithin(politeMs, recorded, run)) return true;
  signalGroup(recorded.pid, 'SIGKILL');
  await isGoneWithin(forcedMs, recorded, run);
  return true;
}

async function isGoneWithin(timeoutMs: number, recorded: RecordedProcess, run: RunCommand): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!(await isAlive(recorded, run))) return true;
    await sleep(pollMs);
  }
  return false;
}

async function isAlive(recorded: RecordedProcess, run: RunCommand): Promise<boolean> {
  return (await processIdentity(recorded.pid, run)) === recorded.identity;
}
