import { execFile } from 'node:child_process';
import { plainEnvironment } from '../../src/config/index.ts';

/** Runs a short command to its end. Never throws because of what the command does. */
export type RunCommand = (
  program: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<CommandOutcome>;

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface CommandOutcome {
  /** 0 only when the command ran and succeeded. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The exit status of shells for a command that cannot be started. */
const notStarted = 127;

/** Starts real processes, with nothing of ours in their environment. */
export const runCommand: RunCommand = (program, args, options = {}) =>
  new Promise((resolve) => {
    const settings = {
      env: { ...plainEnvironment(), ...options.environment },
      maxBuffer: 16 * 1024 * 1024,
      encoding: 'utf8' as const,
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    execFile(program, [...args], settings, (error, stdout, stderr) => {
      const code = error?.code;
      const exitCode = error === null ? 0 : typeof code === 'number' ? code : notStarted;
      resolve({ exitCode, stdout, stderr });
    });
  });
