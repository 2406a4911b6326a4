import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { openLog } from './log-file.ts';
import { signalGroup } from './signal-group.ts';

export interface ChildCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly logFile: string;
  /** Whether it is one of our Node programs, which report by IPC and end when the channel closes. */
  readonly hasChannel: boolean;
}

/** A long-lived child process that leads a process group of its own, so a Ctrl-C at the terminal reaches only us. */
export interface Child {
  /** `undefined` when the program could not be started. */
  readonly pid: number | undefined;
  /** Resolves after everything that it said by IPC has been heard. */
  readonly exited: Promise<ChildExit>;
  /** Resolves with the message `{type: 'ready', …}`; never rejects. */
  readonly ready: Promise<void>;
  hasExited(): boolean;
  /** SIGTERM to the group's leader, SIGKILL to the whole group after the grace period; resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

export function startChild(command: ChildCommand): Child {
  const log = openLog(command.logFile);
  const child = spawn(command.program, [...command.args], {
    cwd: command.workingDirectory,
    env: { ...command.environment },
    stdio: command.hasChannel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let isOver = false;
  const exited = exitOf(child).finally(() => {
    isOver = true;
  });
  return {
    pid: child.pid,
    exited,
    ready: readyMessageOf(child),
    hasExited: () => isOver,
    stop: (graceMs) => stop(child, exited, graceMs),
  };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // Only a child that never started has no pid; other errors are about signals and messages.
      if (child.pid === undefined) resolve({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => {
      const resolveLast = (): void => void setImmediate(resolve, { code, signal });
      if (child.connected) child.once('disconnect', resolveLast);
      else resolveLast();
    });
  });
}

function readyMessageOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null) return;
      if ('type' in message && message.type === 'ready') resolve();
    });
  });
}

async function stop(child: ChildProcess, exited: Promise<ChildExit>, graceMs: number): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(pid, 'SIGKILL');
  }, graceMs);
  await exited;
  clearTimeout(timer);
  // Whatever the leader started and left behind in its group.
  signalGroup(pid, 'SIGKILL');
}
