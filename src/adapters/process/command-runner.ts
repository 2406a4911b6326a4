import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { PlatformError } from '../../errors/index.ts';
import type { Command, CommandResult, CommandRunner } from '../../ports/command-runner.ts';
import { keepFirst, keepLast } from './captured-output.ts';
import { endGroup, signalGroup } from './process-group.ts';

/** Told of every process group while it runs, so that somebody else can end it if this process cannot. */
export interface GroupRecorder {
  /** @returns what to call when the group is gone */
  recordGroup(workingDirectory: string, groupId: number): () => void;
}

export interface CommandRunnerOptions {
  /** The whole environment of every command, with `LANG=C.UTF-8` and what the command itself asks for. */
  readonly path: string;
  readonly home: string;
  readonly temporaryDirectory: string;
  readonly recorder?: GroupRecorder;
}

const keptBytes = 64 * 1024;
/** Between asking a cancelled group to end and making it. */
const termGraceMs = 1_000;
/** Of commands: they take what cores the servers, and whoever sits at the machine, leave to them. */
const niceness = 10;
/** For output that is still in the pipes when a command has ended. A process that left the group may hold them open. */
const drainMs = 500;

/** The system could not start a process just now; the program itself is there. */
const outOfProcesses = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ETXTBSY']);

/**
 * Runs commands as leaders of a process group and session of their own (POSIX). Cancelling sends SIGTERM to the group,
 * SIGKILL after 1 s; whatever of the group outlives the command itself is killed at once, so that a grandchild that
 * keeps standard output open delays nothing. A process that leaves the group on purpose (`setsid`) is not followed.
 */
export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  const environment = {
    PATH: options.path,
    LANG: 'C.UTF-8',
    HOME: options.home,
    TMPDIR: options.temporaryDirectory,
  };
  return { run: (command) => runCommand(command, environment, options.recorder) };
}

async function runCommand(
  command: Command,
  environment: Readonly<Record<string, string>>,
  recorder: GroupRecorder | undefined,
): Promise<CommandResult> {
  command.signal?.throwIfAborted();
  const startedAt = performance.now();
  const child = start(command, environment);
  // Listened to before anything else can happen: an early exit must not be missed.
  const ended = exitOf(child);
  const stdout = keepFirst(child.stdout, keptBytes);
  const stderr = keepLast(child.stderr, keptBytes);
  if (child.pid === undefined) throw startError(command, (await child).code);

  const groupId = child.pid;
  giveWay(groupId);
  const stopWatching = endOnAbort(groupId, command.signal);
  let forget: (() => void) | undefined;
  let gone = false;
  try {
    forget = recorder?.recordGroup(command.workingDirectory, groupId);
    const exit = await ended;
    gone = await endGroup(groupId);
    await within(drainMs, Promise.all([stdout.ended, stderr.ended]));
    command.signal?.throwIfAborted();
    return { ...exit, stdout: stdout.text(), stderr: stderr.text(), wallMs: performance.now() - startedAt };
  } finally {
    stopWatching();
    // Not twice: once the group is gone its id may be another's.
    if (!gone) await endGroup(groupId);
    child.stdout.destroy();
    child.stderr.destroy();
    forget?.();
  }
}

/** Buffering is off: execa would keep the whole output, and wait for whoever else holds the pipes. */
function start(command: Command, environment: Readonly<Record<string, string>>) {
  return execa(command.program, command.args, {
    cwd: command.workingDirectory,
    env: { ...environment, ...command.environment },
    extendEnv: false,
    detached: true,
    cleanup: false,
    shell: false,
    buffer: false,
    reject: false,
    ...(command.input === undefined ? { stdin: 'ignore' } : { input: command.input }),
  });
}

/** Threads and processes that it starts from here on inherit it. */
function giveWay(processId: number): void {
  try {
    setPriority(processId, niceness);
  } catch {
    // No reason to end what runs well otherwise.
  }
}

type Child = ReturnType<typeof start>;

async function exitOf(child: Child): Promise<Pick<CommandResult, 'exitCode' | 'signal'>> {
  return await new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
  });
}

/** @returns what to call when the command has ended */
function endOnAbort(groupId: number, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    signalGroup(groupId, 'SIGTERM');
    timer = setTimeout(() => signalGroup(groupId, 'SIGKILL'), termGraceMs);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  return () => {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  };
}

async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const timer = delay(timeoutMs, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([work, timer]);
  stop.abort();
}

function startError(command: Command, code: string | undefined): PlatformError {
  const program = basename(command.program);
  const details = { program: command.program, code };
  if (!existsSync(command.workingDirectory)) {
    return new PlatformError('SCRATCH_UNAVAILABLE', `The working folder of ${program} is gone; try again.`, {
      details,
    });
  }
  if (code !== undefined && outOfProcesses.has(code)) {
    const message = `${program} could not be started: the machine has no room for another process just now.`;
    return new PlatformError('TOOL_FAILED', message, { details });
  }
  if (code === 'E2BIG') {
    return new PlatformError('TOOL_REJECTED_INPUT', `The arguments of ${program} are too long.`, { details });
  }
  const why =
    code === 'EACCES' ? 'it may not be executed' : 'it is not installed where this server looks for it';
  return new PlatformError('TOOL_MISSING', `The program ${program} cannot be started: ${why}.`, { details });
}
