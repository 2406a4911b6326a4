import { basename } from 'node:path';
import { PlatformError } from '../../errors/index.ts';
import type { CommandRunner } from '../../ports/command-runner.ts';

/**
 * No file that a command writes grows beyond so many bytes (RLIMIT_FSIZE, by `prlimit` of util-linux), and a crash writes
 * no core file. Without `prlimit`, or where it may not set the limit, commands run as they are.
 */
export function limitFileSize(runner: CommandRunner, maxBytes: number): CommandRunner {
  const limits = ['prlimit', `--fsize=${String(maxBytes)}`, '--core=0', '--'];
  let prefix: Promise<readonly string[]> | undefined;
  return {
    async run(command) {
      prefix ??= canRun(runner, [...limits, 'true']).then((can) => (can ? limits : []));
      const [program = '', ...args] = [...(await prefix), command.program, ...command.args];
      const result = await runner.run({ ...command, program, args });
      if (result.signal !== 'SIGXFSZ') return result;
      const tool = basename(command.program);
      const message =
        `${tool} wrote more than the ${String(maxBytes)} bytes that one file may have here. ` +
        'Ask for less: fewer target sequences, a smaller E-value, or fewer queries at a time.';
      throw new PlatformError('TOOL_OUTPUT_TOO_LARGE', message, { details: { tool, maxBytes } });
    },
  };
}

async function canRun(runner: CommandRunner, [program = '', ...args]: readonly string[]): Promise<boolean> {
  const look = { program, args, workingDirectory: '/' };
  return runner.run(look).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}
