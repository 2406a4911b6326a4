import type { Terminal } from '../../../src/cli/terminal.ts';

export interface RecordingTerminal extends Terminal {
  /** Everything on standard output, and on standard error. */
  readonly printed: () => string;
  readonly said: () => string;
  readonly drawn: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

export interface TerminalSettings {
  readonly isInteractive?: boolean;
  /** Answers in order; a function is called when the question is asked, which then waits for a Ctrl-C. */
  readonly answers?: (string | (() => void))[];
}

/** A terminal that remembers what was written to it. */
export function recordingTerminal({
  isInteractive = false,
  answers,
}: TerminalSettings = {}): RecordingTerminal {
  let [printed, said, drawn] = ['', '', ''];
  const listeners = new Set<() => void>();
  return {
    isInteractive,
    columns: 80,
    print: (text) => void (printed += `${text}\n`),
    say: (text) => void (said += `${text}\n`),
    draw: (text) => void (drawn += text),
    write: async (bytes) => void (printed += new TextDecoder().decode(bytes)),
    onInterrupt(callback) {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
    printed: () => printed,
    said: () => said,
    drawn: () => drawn,
    interrupt: () => [...listeners].forEach((listener) => listener()),
    ...(answers === undefined
      ? {}
      : { ask: (_question: string, signal: AbortSignal) => answer(answers, signal) }),
  };
}

function answer(answers: (string | (() => void))[], signal: AbortSignal): Promise<string> {
  const next = answers.shift() ?? '';
  if (typeof next === 'string') return Promise.resolve(next);
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    next();
  });
}
