import { sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command, CommandRunner } from '../../ports/command-runner.ts';
import type { DiskFloor } from './disk-floor.ts';

/** One `statfs` in so much time costs nothing, and a fast disk takes in a few GB meanwhile. */
const defaultLookMs = 2_000;

/**
 * Starts no command that works below the floor's directory while there is no room, and ends those that run when the room
 * goes out under them. Both reject with `SCRATCH_UNAVAILABLE`: the step is tried again, and goes on when there is space.
 */
export function guardDisk(runner: CommandRunner, floor: DiskFloor, lookMs = defaultLookMs): CommandRunner {
  return {
    async run(command) {
      if (!`${command.workingDirectory}${sep}`.startsWith(`${floor.directory}${sep}`))
        return runner.run(command);
      await floor.requireRoom();
      const over = new AbortController();
      const noRoom = new AbortController();
      const watching = watch(floor, lookMs, over.signal).catch((error: unknown) => noRoom.abort(error));
      try {
        return await runner.run(withSignal(command, noRoom.signal));
      } finally {
        over.abort();
        await watching;
      }
    },
  };
}

/** Until `over`, or until there is no room: then it rejects. */
async function watch(floor: DiskFloor, lookMs: number, over: AbortSignal): Promise<void> {
  for (;;) {
    const isOver = await delay(lookMs, false, { signal: over }).catch(() => true);
    if (isOver) return;
    await floor.requireRoom();
  }
}

function withSignal(command: Command, signal: AbortSignal): Command {
  return { ...command, signal: command.signal ? AbortSignal.any([command.signal, signal]) : signal };
}
