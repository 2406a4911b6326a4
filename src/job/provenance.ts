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
