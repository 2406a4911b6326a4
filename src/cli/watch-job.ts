import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import { followJob } from './follow-job.ts';
import { askInterruptChoice } from './interrupt-choice.ts';
import { pathOf, type JobId, type JobView } from './job-view.ts';
import { progressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';

/** The job when it was over, or the exit code of a command that was interrupted. */
export type Watched = { readonly view: JobView } | { readonly exitCode: number };

/** Shows progress until the job is over. A Ctrl-C asks whether to cancel it. */
export async function watchJob(client: ApiClient, terminal: Terminal, id: JobId): Promise<Watched> {
  for (;;) {
    const view = await followUntilInterrupt(client, terminal, id);
    if (view !== undefined) return { view };
    const choice = await askInterruptChoice(terminal);
    if (choice === 'wait') continue;
    if (choice === 'cancel') {
      await client.send(pathOf(id), { method: 'DELETE' });
      terminal.say('The job is being cancelled.');
    } else {
      terminal.say(
        `The job goes on. Look at it:  durablast job ${id.id}    Stop it:  durablast cancel ${id.id}`,
      );
    }
    return { exitCode: exitCodes.interrupted };
  }
}

/** `undefined`: a Ctrl-C came first. */
async function followUntilInterrupt(
  client: ApiClient,
  terminal: Terminal,
  id: JobId,
): Promise<JobView | undefined> {
  const interrupted = new AbortController();
  const stopListening = terminal.onInterrupt(() => interrupted.abort());
  const display = progressDisplay(terminal);
  try {
    return await followJob(client, id, (view) => display.show(view), interrupted.signal);
  } catch (error) {
    if (interrupted.signal.aborted) return undefined;
    throw error;
  } finally {
    display.clear();
    stopListening();
  }
}
