/** Exit codes of the command; scripts may rely on them. */
export const exitCodes = {
  ok: 0,
  jobFailed: 1,
  /** Wrong usage, or a request that the server refused. */
  refused: 2,
  serverUnavailable: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** Ends the command with one sentence for the person at the terminal. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}
