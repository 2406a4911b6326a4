/** What one tool process was: enough to run it again, without a path of the machine that did. */
export interface ToolRun {
  readonly tool: string;
  readonly version: string;
  /** Exact arguments; files are named without their folders. */
  readonly argv: readonly string[];
  /** Environment that changes the result (`BATCH_SIZE`…). */
  readonly environment: Readonly<Record<string, string>>;
  readonly wallMs: number;
}

/** A tool's run as it is stored beside what it made. */
export interface ToolNote extends ToolRun {
  readonly schemaVersion: 1;
  /** What it wrote to standard error, fit to be shown; absent when that was nothing, and in notes of old. */
  readonly stderr?: string;
}

export function toolNote(run: ToolRun, stderr: string): ToolNote {
  return { schemaVersion: 1, ...run, ...(stderr !== '' && { stderr }) };
}

/** What a note says of how a result was made: what the tool had to say beside it is no part of that. */
export function toolRunOf({ schemaVersion: _version, stderr: _stderr, ...run }: ToolNote): ToolRun {
  return run;
}
