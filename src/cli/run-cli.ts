import { CommanderError } from 'commander';
import { ConfigurationError, type ClientConfig } from '../config/index.ts';
import { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { createCommand } from './create-command.ts';
import type { Terminal } from './terminal.ts';

export interface CliDeps {
  readonly loadConfig: () => ClientConfig;
  readonly terminal: Terminal;
  readonly up: () => Promise<number>;
}

/**
 * Runs one command line.
 * @param args - without the program and the script
 * @returns the exit code; faults are told on the terminal
 */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<number> {
  const { terminal } = deps;
  let exitCode: number = exitCodes.ok;
  const command = createCommand({
    client: () => new ApiClient(deps.loadConfig()),
    terminal,
    up: deps.up,
    onDone: (code) => {
      exitCode = code;
    },
  });
  for (const one of [command, ...command.commands, ...command.commands.flatMap((sub) => sub.commands)]) {
    one.configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    });
  }
  try {
    await command.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told the fault itself; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.refused;
    if (error instanceof CliError) {
      terminal.say(error.message);
      return error.exitCode;
    }
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.say(error.message);
    return exitCodes.refused;
  }
}
