/** What a command may do to the terminal; tests give a recording one. */
export interface Terminal {
  /** Whether messages go to a person's screen, so that a line can be drawn over. */
  readonly isInteractive: boolean;
  readonly columns: number;
  /** Results: standard output. */
  print(text: string): void;
  /** Messages: standard error. */
  say(text: string): void;
  /** Raw bytes of a result; resolves when they are taken. */
  write(bytes: Uint8Array): Promise<void>;
  /** Draws without a line break, on standard error. */
  draw(text: string): void;
  /** Calls back at each Ctrl-C until the returned function is called. */
  onInterrupt(callback: () => void): () => void;
  /** Asks on the screen; rejects when `signal` is aborted. Absent: there is nobody to ask. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
}
