import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentity } from '../../src/adapters/process/process-identity.ts';

const RecordedProcessSchema = z.object({ name: z.string(), pid: z.int().positive(), identity: z.string() });

/** A child as it was recorded when it started; `identity` tells it from later owners of its pid. */
export type RecordedProcess = z.infer<typeof RecordedProcessSchema>;

/** Records a running child, so that a later supervisor can find it should this one be killed. */
export async function recordProcess(dataDirectory: string, name: string, pid: number): Promise<void> {
  const identity = processIdentity(pid);
  if (identity === undefined) return;
  await writeFile(pidFile(dataDirectory, name), `${JSON.stringify({ name, pid, identity })}\n`);
}

export async function forgetProcess(dataDirectory: string, name: string): Promise<void> {
  await rm(pidFile(dataDirectory, name), { force: true });
}

/** Every recorded process; a file that was cut short counts as none. */
export async function recordedProcesses(dataDirectory: string): Promise<RecordedProcess[]> {
  const folder = join(dataDirectory, 'run');
  const found: RecordedProcess[] = [];
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.pid.json')) continue;
    const record = RecordedProcessSchema.safeParse(parseJson(await readFile(join(folder, file), 'utf8')));
    if (record.success) found.push(record.data);
  }
  return found;
}

function pidFile(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'run', `${name}.pid.json`);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
