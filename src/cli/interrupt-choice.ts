import type { Terminal } from './terminal.ts';

/** What to do about a running job after a Ctrl-C. */
export type InterruptChoice = 'cancel' | 'leave' | 'wait';

const question = 'Cancel the job [c], leave it running [l, or Ctrl-C again], or go on waiting [w]? ';

/** Asks until the answer is clear. A second Ctrl-C, a closed input or nobody to ask leaves the job running. */
export async function askInterruptChoice(terminal: Terminal): Promise<InterruptChoice> {
  if (terminal.ask === undefined) return 'leave';
  const again = new AbortController();
  const stopListening = terminal.onInterrupt(() => again.abort());
  try {
    for (;;) {
      const choice = choiceOf(await terminal.ask(question, again.signal));
      if (choice !== undefined) return choice;
    }
  } catch (error) {
    if (isAbort(error)) {
      terminal.say('');
      return 'leave';
    }
    throw error;
  } finally {
    stopListening();
  }
}

function choiceOf(answer: string): InterruptChoice | undefined {
  switch (answer.trim().toLowerCase()) {
    case 'c':
    case 'cancel':
      return 'cancel';
    case '':
    case 'l':
    case 'leave':
      return 'leave';
    case 'w':
    case 'wait':
      return 'wait';
    default:
      return undefined;
  }
}

/** Readline rejects with an abort error for the signal, and also when its input ends. */
function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}
