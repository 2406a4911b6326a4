/** Runs external tools as child processes of their own process group, with a scrubbed environment. */
export interface CommandRunner {
  /**
   * Runs one command to its end. Whatever happens, no process of its group is left when the promise settles.
   * @throws PlatformError `TOOL_MISSING` when the program cannot be started
   * @throws the abort reason of `signal`, unchanged, when it was aborted (a cancellation stays a cancellation)
   */
  run(command: Command): Promise<CommandResult>;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  /** Added to the scrubbed environment (PATH, LANG, HOME and TMPDIR only). */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly input?: Uint8Array | string;
}

export interface CommandResult {
  /** `null` when the process was ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Standard output, at most its first 64 KiB: tools write their results to files. */
  readonly stdout: string;
  /** Standard error, at most its last 64 KiB. */
  readonly stderr: string;
  readonly wallMs: number;
}
