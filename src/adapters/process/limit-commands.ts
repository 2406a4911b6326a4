import type { CommandRunner } from '../../ports/command-runner.ts';

/**
 * Lets so many commands run at the same time; the others wait for their turn, in order. One whose signal is aborted
 * while it waits rejects with the signal's reason and starts nothing.
 */
export function limitCommands(runner: CommandRunner, slots: number): CommandRunner {
  const waiting: (() => void)[] = [];
  let free = slots;

  const takeSlot = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(turn);
    });
  };

  const giveSlot = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  return {
    async run(command) {
      await takeSlot(command.signal);
      try {
        return await runner.run(command);
      } finally {
        giveSlot();
      }
    },
  };
}
