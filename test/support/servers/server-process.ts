import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Throws as long as the server does not answer yet. */
  readonly probe: () => Promise<void>;
}

const readyWithinMs = 60_000;

/** A server of a test's own that can be killed and started again on the same data. */
export class ServerProcess {
  private readonly command: ServerCommand;
  private child: ChildProcess | undefined;
  private output = '';

  constructor(command: ServerCommand) {
    this.command = command;
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<void> {
    const { program, args, workingDirectory, environment } = this.command;
    const child = spawn(program, args, {
      cwd: workingDirectory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const guardian = killWithUs(child);
    const failed = once(child, 'error').then(([error]) => error as Error);
    child.once('exit', () => guardian.kill('SIGKILL'));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-4000);
      });
    }
    await Promise.race([this.untilReady(child), failed.then((error) => Promise.reject(error))]);
  }

  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      try {
        await this.command.probe();
        return;
      } catch (error) {
        const ended = child.exitCode !== null || child.signalCode !== null;
        if (!ended && Date.now() < deadline) {
          await delay(50);
          continue;
        }
        await this.kill9();
        throw new Error(`${this.command.program} did not become ready:\n${this.output}`, { cause: error });
      }
    }
  }
}

/** Whatever ends the test process, kill -9 included, its end closes the guardian's input, and no server outlives it. */
function killWithUs(child: ChildProcess): ChildProcess {
  const script = 'read -r line; kill -9 "$1"';
  const guardian = spawn('/bin/sh', ['-c', script, 'sh', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guardian.unref();
  return guardian;
}
