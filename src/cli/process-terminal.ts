import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.ts';

const interruptSignals = ['SIGINT', 'SIGTERM'] as const;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const listeners = new Set<() => void>();
  return {
    isInteractive: stderr.isTTY,
    columns: stderr.isTTY ? stderr.columns : 80,
    print: (text) => void stdout.write(`${text}\n`),
    say: (text) => void stderr.write(`${text}\n`),
    draw: (text) => void stderr.write(text),
    async write(bytes) {
      if (!stdout.write(bytes)) await once(stdout, 'drain');
    },
    onInterrupt(callback) {
      listeners.add(callback);
      for (const signal of interruptSignals) process.on(signal, callback);
      return () => {
        listeners.delete(callback);
        for (const signal of interruptSignals) process.off(signal, callback);
      };
    },
    ...(stdin.isTTY && stderr.isTTY
      ? { ask: (question: string, signal: AbortSignal) => ask(question, signal, listeners) }
      : {}),
  };
}

async function ask(
  question: string,
  signal: AbortSignal,
  listeners: ReadonlySet<() => void>,
): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // While readline reads, the terminal is in raw mode and a Ctrl-C is a key, not a signal.
  lines.on('SIGINT', () => {
    for (const listener of listeners) listener();
  });
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}
