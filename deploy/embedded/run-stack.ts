import { ConfigurationError, type Config } from '../../src/config/index.ts';
import { PlatformError } from '../../src/errors/index.ts';
import { describeEvent } from './describe-event.ts';
import { onInterrupts } from './interrupts.ts';
import { StackError } from './stack-error.ts';
import { startStack, type Stack } from './stack.ts';

/**
 * Runs a stack from start to end for a person at a terminal: progress and faults go to standard error as sentences,
 * the first Ctrl-C stops it in order, a second one at once.
 * @param use - what to do while it is up; the stack stops when it returns. Its signal is aborted when the stack goes down.
 * @returns the exit code of the program
 */
export async function runStack(
  config: () => Config | Promise<Config>,
  use: (stack: Stack, signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const interrupted = new AbortController();
  let stack: Stack | undefined;
  onInterrupts(
    () => {
      say('Stopping (press Ctrl-C again to stop at once)');
      interrupted.abort();
    },
    () => {
      if (stack === undefined) process.exit(130);
      void stack.stop({ force: true });
    },
  );
  try {
    stack = await startStack(await config(), {
      signal: interrupted.signal,
      onEvent: (event) => {
        const line = describeEvent(event);
        if (line !== undefined) say(line);
      },
    });
    return await useAndStop(stack, use, interrupted.signal);
  } catch (error) {
    if (interrupted.signal.aborted) return 0;
    if (!isForPerson(error)) throw error;
    say(error.message);
    return 1;
  }
}

async function useAndStop(
  stack: Stack,
  use: (stack: Stack, signal: AbortSignal) => Promise<void>,
  interrupted: AbortSignal,
): Promise<number> {
  const over = new AbortController();
  const gaveUp = stack.ended.then((reason) => {
    over.abort();
    return reason;
  });
  try {
    await use(stack, AbortSignal.any([interrupted, over.signal]));
  } finally {
    await stack.stop();
  }
  return (await gaveUp) === undefined ? 0 : 1;
}

function isForPerson(error: unknown): error is Error {
  return error instanceof StackError || error instanceof ConfigurationError || error instanceof PlatformError;
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
