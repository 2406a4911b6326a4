import { limitCommands } from '../../../../src/adapters/process/limit-commands.ts';
import type { Command, CommandResult } from '../../../../src/ports/command-runner.ts';

const result: CommandResult = { exitCode: 0, signal: null, stdout: '', stderr: '', wallMs: 1 };

/** A runner whose commands end when they are told to; it notes which ones it was given. */
function heldRunner() {
  const started: string[] = [];
  const ends = new Map<string, (fault?: Error) => void>();
  return {
    started,
    end: (program: string, fault?: Error) => ends.get(program)?.(fault),
    run: ({ program }: Command) =>
      new Promise<CommandResult>((resolve, reject) => {
        started.push(program);
        ends.set(program, (fault) => {
          if (fault) reject(fault);
          else resolve(result);
        });
      }),
  };
}

/** Lets everything that can go on do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const command = (program: string, signal?: AbortSignal): Command => ({
  program,
  args: [],
  workingDirectory: '/',
  ...(signal && { signal }),
});

it('runs no more commands at once than there are slots, and the others in the order they came', async () => {
  const runner = heldRunner();
  const limited = limitCommands(runner, 2);
  const runs = ['a', 'b', 'c', 'd'].map((program) => limited.run(command(program)));
  await settled();
  expect(runner.started).toEqual(['a', 'b']);
  runner.end('b');
  await settled();
  expect(runner.started).toEqual(['a', 'b', 'c']);
  runner.end('a');
  await settled();
  runner.end('c');
  runner.end('d');
  await expect(Promise.all(runs)).resolves.toHaveLength(4);
});

it('a command that fails gives its slot back', async () => {
  const runner = heldRunner();
  const limited = limitCommands(runner, 1);
  const [failing, next] = [limited.run(command('a')), limited.run(command('b'))];
  await settled();
  runner.end('a', new Error('made to fail'));
  await expect(failing).rejects.toThrow('made to fail');
  runner.end('b');
  await expect(next).resolves.toBe(result);
});

it('a command that is cancelled while it waits never starts, says why, and takes nobody’s turn', async () => {
  const runner = heldRunner();
  const limited = limitCommands(runner, 1);
  const cancelled = new AbortController();
  const first = limited.run(command('a'));
  const second = limited.run(command('b', cancelled.signal));
  const third = limited.run(command('c'));
  const reason = new Error('cancelled');
  cancelled.abort(reason);
  await expect(second).rejects.toBe(reason);
  runner.end('a');
  await first;
  await settled();
  runner.end('c');
  await third;
  expect(runner.started).toEqual(['a', 'c']);
  await expect(limited.run(command('d', cancelled.signal))).rejects.toBe(reason);
});
