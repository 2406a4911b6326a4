import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, type Child, type ChildCommand, type ChildExit } from './child.ts';
import { boundLog, logTail, rotateLog } from './log-file.ts';
import { forgetProcess, recordProcess } from './pid-file.ts';
import { StackError } from './stack-error.ts';
import type { ServiceName, StackEvent } from './stack-event.ts';

/** One long-lived part of the stack: how to start it and how to tell that it is ready. */
export interface Service {
  readonly name: ServiceName;
  /** Asked anew for each start. */
  command(): ChildCommand;
  /** Resolves when the child serves; may reject or hang when it never will. */
  ready(child: Child, signal: AbortSignal): Promise<void>;
  readonly readyTimeoutMs: number;
  /** Time it is given to end after SIGTERM. */
  readonly graceMs: number;
  /** Tells from the end of the log that a first start failed by chance and is worth another try. */
  readonly isByChance?: (log: string) => boolean;
}

export interface SuperviseOptions {
  readonly dataDirectory: string;
  readonly onEvent: (event: StackEvent) => void;
  /** Called when the service dies faster than it can be restarted. */
  readonly onGiveUp: (error: StackError) => void;
  /** For tests. */
  readonly backoff?: Backoff;
}

export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** A run that lasted this long is no fast crash: counting and waiting begin again. */
  readonly healthyMs: number;
  readonly fastCrashLimit: number;
}

const defaultBackoff: Backoff = { firstMs: 250, longestMs: 8_000, healthyMs: 15_000, fastCrashLimit: 6 };
const logCheckMs = 10_000;
const firstStartTries = 3;

/** Starts a service, starts it again whenever it dies, until it is stopped or dies too fast too often. */
export class Supervisor {
  readonly #service: Service;
  readonly #options: SuperviseOptions;
  readonly #stopping = new AbortController();
  #child: Child | undefined;
  #watch: Promise<void> = Promise.resolve();

  constructor(service: Service, options: SuperviseOptions) {
    this.#service = service;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.hasExited() === true ? undefined : this.#child?.pid;
  }

  /**
   * Resolves when the service is ready for the first time.
   * @throws StackError with the end of its log when it ends or stays silent instead
   */
  async start(): Promise<void> {
    for (let left = firstStartTries - 1; ; left--) {
      rotateLog(this.#service.command().logFile);
      const startedAt = Date.now();
      try {
        const child = await this.#launch();
        this.#watch = this.#watchOver(child, startedAt);
        return;
      } catch (error) {
        const isByChance = this.#service.isByChance?.(logTail(this.#service.command().logFile)) === true;
        if (left === 0 || !isByChance || this.#isStopping()) throw error;
      }
    }
  }

  /** Ends the service within its grace period and does not start it again. */
  async stop(graceMs = this.#service.graceMs): Promise<void> {
    this.#stopping.abort();
    await this.#child?.stop(graceMs);
    await this.#watch;
    await forgetProcess(this.#options.dataDirectory, this.#service.name);
    if (this.#child === undefined) return;
    this.#child = undefined;
    this.#options.onEvent({ type: 'stopped', name: this.#service.name });
  }

  async #launch(): Promise<Child> {
    const { name } = this.#service;
    const { dataDirectory, onEvent } = this.#options;
    const child = startChild(this.#service.command());
    this.#child = child;
    if (child.pid !== undefined) {
      onEvent({ type: 'started', name, pid: child.pid });
      await recordProcess(dataDirectory, name, child.pid);
    }
    const failure = await this.#readinessFailure(child);
    if (failure !== undefined) {
      await child.stop(0);
      throw new StackError(this.#withLog(failure));
    }
    if (child.pid !== undefined) onEvent({ type: 'ready', name, pid: child.pid });
    return child;
  }

  /** Waits for readiness, end or time limit, whichever comes first. */
  async #readinessFailure(child: Child): Promise<string | undefined> {
    const { name, readyTimeoutMs } = this.#service;
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#stopping.signal]);
    const ready = this.#service.ready(child, signal).then(
      () => undefined,
      (error: unknown) => `${name} did not become ready: ${error instanceof Error ? error.message : ''}`,
    );
    const ended = child.exited.then((exit) => `${name} ended while starting (${describeExit(exit)}).`);
    const late = sleep(readyTimeoutMs, `${name} was not ready after ${readyTimeoutMs / 1000} s.`, {
      signal,
    }).catch(() => `${name} was stopped while starting.`);
    try {
      return await Promise.race([ready, ended, late]);
    } finally {
      over.abort();
    }
  }

  async #watchOver(first: Child, firstStartedAt: number): Promise<void> {
    const { name } = this.#service;
    const backoff = this.#options.backoff ?? defaultBackoff;
    let [child, startedAt, fastCrashes]: [Child | undefined, number, number] = [first, firstStartedAt, 0];
    let how = '';
    while (!this.#isStopping()) {
      if (child !== undefined) how = describeExit(await this.#exitOf(child));
      if (this.#isStopping()) return;
      fastCrashes = Date.now() - startedAt < backoff.healthyMs ? fastCrashes + 1 : 1;
      if (fastCrashes > backoff.fastCrashLimit) {
        this.#giveUp(`${name} ended ${fastCrashes} times in short order (${how}).`);
        return;
      }
      const restartInMs = Math.min(backoff.firstMs * 2 ** (fastCrashes - 1), backoff.longestMs);
      this.#options.onEvent({ type: 'died', name, how, restartInMs });
      await sleep(restartInMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#isStopping()) return;
      startedAt = Date.now();
      child = await this.#launch().catch((error: unknown) => {
        how = error instanceof Error ? firstSentence(error.message) : '';
        return undefined;
      });
    }
  }

  /** A method, because what `aborted` says changes while one waits. */
  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #exitOf(child: Child): Promise<ChildExit> {
    const { logFile } = this.#service.command();
    const timer = setInterval(() => void boundLog(logFile).catch(() => undefined), logCheckMs);
    try {
      return await child.exited;
    } finally {
      clearInterval(timer);
    }
  }

  #giveUp(sentence: string): void {
    const reason = this.#withLog(sentence);
    this.#options.onEvent({ type: 'gave-up', name: this.#service.name, reason });
    this.#options.onGiveUp(new StackError(reason));
  }

  #withLog(sentence: string): string {
    const { logFile } = this.#service.command();
    const tail = logTail(logFile);
    return tail === '' ? sentence : `${sentence} The end of its log, ${logFile}:\n${tail}`;
  }
}

function describeExit(exit: ChildExit): string {
  if (exit.error !== undefined) return exit.error.message;
  return exit.signal === null ? `exit code ${exit.code ?? 0}` : `signal ${exit.signal}`;
}

/** Without the log that follows it. */
function firstSentence(message: string): string {
  return message.split('\n')[0]?.replace(/ The end of its log.*$/, '') ?? '';
}
