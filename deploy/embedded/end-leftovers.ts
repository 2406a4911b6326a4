import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../../src/adapters/process/process-identity.ts';
import { forgetProcess, recordedProcesses, type RecordedProcess } from './pid-file.ts';
import { signalGroup } from './signal-group.ts';

const defaultPoliteMs = 5_000;
const forcedMs = 5_000;
const pollMs = 50;

/**
 * Ends the children of a supervisor that was killed: first politely, then for certain. A process is only touched if it
 * is the very one that was recorded. Call it with the folder's lock held.
 * @returns the names of those that were still alive
 */
export async function endLeftovers(dataDirectory: string, politeMs = defaultPoliteMs): Promise<string[]> {
  const recorded = await recordedProcesses(dataDirectory);
  const ended = await Promise.all(
    recorded.map(async (one) => {
      const wasAlive = await endProcess(one, politeMs);
      await forgetProcess(dataDirectory, one.name);
      return wasAlive ? [one.name] : [];
    }),
  );
  return ended.flat();
}

async function endProcess(recorded: RecordedProcess, politeMs: number): Promise<boolean> {
  if (!isAlive(recorded)) return false;
  signalGroup(recorded.pid, 'SIGTERM');
  if (await isGoneWithin(politeMs, recorded)) return true;
  signalGroup(recorded.pid, 'SIGKILL');
  await isGoneWithin(forcedMs, recorded);
  return true;
}

async function isGoneWithin(timeoutMs: number, recorded: RecordedProcess): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!isAlive(recorded)) return true;
    await sleep(pollMs);
  }
  return false;
}

function isAlive(recorded: RecordedProcess): boolean {
  return processIdentity(recorded.pid) === recorded.identity;
}
