import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import { parseJobId, pathOf } from './job-view.ts';
import type { Terminal } from './terminal.ts';

/** Takes back one's own submission; the job stops unless somebody else wants it too. @returns the exit code */
export async function cancelJob(client: ApiClient, terminal: Terminal, idText: string): Promise<number> {
  const id = parseJobId(idText);
  await client.send(pathOf(id), { method: 'DELETE' });
  terminal.say(`Job ${id.id} is taken back; it stops unless somebody else wants it.`);
  return exitCodes.ok;
}
