import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ScriptProcess {
  /** Resolves when so many lines were printed. @throws when the script ends before */
  printed(lines: number): Promise<void>;
  /** SIGKILL. @returns every whole line that was printed */
  kill9(): Promise<readonly string[]>;
  /** Resolves when the script has ended well. @throws with its error output when it has not */
  ended(): Promise<void>;
}

const loader = new URL('./typescript-loader.mjs', import.meta.url).href;

/** Runs a TypeScript file as a process of its own, given by its address. */
export function startScript(script: URL, ...args: readonly string[]): ScriptProcess {
  const options = ['--no-warnings', '--import', loader, fileURLToPath(script), ...args];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void } | undefined;
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (waiting !== undefined && lines.length >= waiting.count) waiting.resolve();
  });
  const closed = once(child, 'close');
  return {
    printed: (count) => {
      const enough = new Promise<void>((resolve) => {
        waiting = { count, resolve };
        if (lines.length >= count) resolve();
      });
      const early = closed.then(() => Promise.reject(new Error(`the script ended early:\n${errors}`)));
      return Promise.race([enough, early]);
    },
    kill9: async () => {
      child.kill('SIGKILL');
      await closed;
      return lines;
    },
    ended: async () => {
      await closed;
      if (child.exitCode !== 0) throw new Error(`the script failed:\n${errors}`);
    },
  };
}
