import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress, isLoopback, type Config } from '../../src/config/index.ts';
import { endLeftovers } from './end-leftovers.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { nodeService } from './node-service.ts';
import { projectRoot } from './project-root.ts';
import { reservePorts } from './reserve-ports.ts';
import { StackError } from './stack-error.ts';
import type { ServiceName, StackEvent } from './stack-event.ts';
import { Supervisor, type Backoff, type Service } from './supervise.ts';
import { temporalService } from './temporal-service.ts';
import { ensureBlast } from './tools/ensure-blast.ts';
import { ensureTemporal } from './tools/ensure-temporal.ts';

export interface StackOptions {
  readonly onEvent?: (event: StackEvent) => void;
  /** Added to the environment of the worker and the API. */
  readonly extraEnvironment?: Readonly<Record<string, string>>;
  /** Gives a start up: what was started so far is stopped again. */
  readonly signal?: AbortSignal;
  /** Main files of the two Node programs, for tests; default: the compiled ones of this checkout. */
  readonly entries?: { readonly worker: string; readonly api: string };
  readonly backoff?: Backoff;
}

export interface Stack {
  readonly urls: StackUrls;
  /** The processes as they are now; a restarted one has a new pid, one that is down has none. */
  readonly pids: Readonly<Record<ServiceName, number | undefined>>;
  /** With every port as it was chosen. */
  readonly config: Config;
  /** Resolves when the stack is down: with the reason if it gave up by itself. */
  readonly ended: Promise<StackError | undefined>;
  /** API, worker, Temporal, in this order, each within its time limit. May be called again, then with force. */
  stop(options?: { readonly force?: boolean }): Promise<void>;
}

export interface StackUrls {
  readonly api: string;
  readonly docs: string;
  readonly temporalUi: string;
}

/**
 * Starts the whole product on this machine: Temporal, then the worker and the API. Resolves when all are ready.
 * @throws StackError in words for the person who started it; nothing is left running then
 */
export async function startStack(config: Config, options: StackOptions = {}): Promise<Stack> {
  const lock = lockDataFolder(config.dataDirectory);
  try {
    const prepared = await prepare(config, options);
    return await new RunningStack(prepared, options, lock).start();
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Prepared {
  readonly config: Config;
  readonly temporalCli: string;
}

/** Tools, folders and ports; ends what a killed stack left behind. */
async function prepare(config: Config, options: StackOptions): Promise<Prepared> {
  const { signal } = options;
  const onProgress = (line: string) => options.onEvent?.({ type: 'progress', line });
  if (!isLoopback(config.temporal.host)) {
    throw new StackError(
      `DURABLAST_TEMPORAL_ADDRESS is ${config.temporal.address}, but the embedded stack runs a Temporal server of its ` +
        'own: give an address of this machine, such as 127.0.0.1:7233.',
    );
  }
  const { cacheDirectory } = config;
  const configuredPath = config.temporal.cliPath;
  const temporalCli = await ensureTemporal({ configuredPath, cacheDirectory, onProgress, signal });
  await ensureBlast({ configuredDirectory: config.blastDirectory, onProgress, signal });
  const leftovers = await endLeftovers(config.dataDirectory);
  if (leftovers.length > 0) onProgress(`Ended what a killed stack had left running: ${leftovers.join(', ')}`);
  signal?.throwIfAborted();
  for (const folder of [config.databaseDirectory, config.scratchDirectory])
    mkdirSync(folder, { recursive: true });
  return { config: await withPorts(config), temporalCli };
}

async function withPorts(config: Config): Promise<Config> {
  const { api, temporal } = config;
  const [apiPort = 0, port = 0, uiPort = 0] = await reservePorts([
    { host: api.host, port: api.port, purpose: 'The HTTP API', setting: 'PORT' },
    {
      host: temporal.host,
      port: temporal.port,
      purpose: 'Temporal',
      setting: 'DURABLAST_TEMPORAL_ADDRESS',
    },
    {
      host: temporal.host,
      port: temporal.uiPort,
      purpose: "Temporal's Web UI",
      setting: 'DURABLAST_TEMPORAL_UI_PORT',
    },
  ]);
  return {
    ...config,
    api: { ...api, port: apiPort },
    temporal: { ...temporal, port, uiPort, address: formatAddress(temporal.host, port) },
  };
}

class RunningStack implements Stack {
  readonly config: Config;
  readonly ended: Promise<StackError | undefined>;
  readonly #options: StackOptions;
  readonly #lock: { release(): void };
  readonly #services: Readonly<Record<ServiceName, Supervisor>>;
  #stopped: Promise<void> | undefined;
  #gaveUp: StackError | undefined;
  #resolveEnded: (reason: StackError | undefined) => void = () => undefined;

  constructor(prepared: Prepared, options: StackOptions, lock: { release(): void }) {
    this.config = prepared.config;
    this.#options = options;
    this.#lock = lock;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#services = {
      temporal: this.#supervisor(temporalService(prepared.config, prepared.temporalCli)),
      worker: this.#supervisor(this.#nodeService('worker')),
      api: this.#supervisor(this.#nodeService('api')),
    };
  }

  get pids() {
    const { temporal, worker, api } = this.#services;
    return { temporal: temporal.pid, worker: worker.pid, api: api.pid };
  }

  get urls(): StackUrls {
    const { api, temporal } = this.config;
    const base = `http://${formatAddress(reachable(api.host), api.port)}`;
    return {
      api: base,
      docs: `${base}/docs`,
      temporalUi: `http://${formatAddress(temporal.host, temporal.uiPort)}`,
    };
  }

  async start(): Promise<this> {
    const { signal } = this.#options;
    const giveUp = () => void this.stop();
    signal?.addEventListener('abort', giveUp);
    try {
      await this.#services.temporal.start();
      // Both are always waited for, so that neither is still starting when the stack is stopped.
      const starts = await Promise.allSettled([this.#services.worker.start(), this.#services.api.start()]);
      for (const start of starts) if (start.status === 'rejected') throw start.reason;
      signal?.throwIfAborted();
      return this;
    } catch (error) {
      await this.stop();
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  async stop(options: { readonly force?: boolean } = {}): Promise<void> {
    if (options.force === true) await this.#kill();
    this.#stopped ??= this.#stopInOrder();
    await this.#stopped;
  }

  async #stopInOrder(): Promise<void> {
    const { api, worker, temporal } = this.#services;
    await api.stop();
    await worker.stop();
    await temporal.stop();
    this.#lock.release();
    this.#resolveEnded(this.#gaveUp);
  }

  async #kill(): Promise<void> {
    await Promise.all(Object.values(this.#services).map((service) => service.stop(0)));
  }

  #supervisor(service: Service): Supervisor {
    const { backoff, onEvent } = this.#options;
    return new Supervisor(service, {
      dataDirectory: this.config.dataDirectory,
      onEvent: (event) => onEvent?.(event),
      onGiveUp: (error) => {
        this.#gaveUp ??= error;
        void this.stop();
      },
      ...(backoff === undefined ? {} : { backoff }),
    });
  }

  #nodeService(name: 'worker' | 'api'): Service {
    const root = projectRoot();
    const entries = this.#options.entries ?? {
      worker: join(root, 'dist/activities/worker.js'),
      api: join(root, 'dist/api/main.js'),
    };
    return nodeService({
      name,
      entry: entries[name],
      readyTimeoutMs: 60_000,
      // The worker lets running tools hand back their tasks; the API finishes the answers under way.
      graceMs: name === 'worker' ? 20_000 : 10_000,
      config: this.config,
      extraEnvironment: this.#options.extraEnvironment ?? {},
      workingDirectory: root,
    });
  }
}

/** An address that stands for all interfaces cannot be opened in a browser. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
