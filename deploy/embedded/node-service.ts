import { join } from 'node:path';
import { childEnvironment, type Config } from '../../src/config/index.ts';
import type { Service } from './supervise.ts';

export interface NodeServiceOptions {
  readonly name: 'worker' | 'api';
  /** Absolute path of the compiled main file. */
  readonly entry: string;
  readonly readyTimeoutMs: number;
  readonly graceMs: number;
  readonly config: Config;
  readonly extraEnvironment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

/**
 * `deploy/images/entrypoint.sh` gives the same. Large bodies count as heap until they are collected; V8's own limit, 24 MB
 * above what lives, let a repeated 250 kB submission with its 3 MB report cause a full collection every tenth time.
 */
const nodeOptions = ['--enable-source-maps', '--heap-growing-percent=300'];

/** One of our own programs: it says by IPC when it is ready, and ends when the channel closes. */
export function nodeService(options: NodeServiceOptions): Service {
  const { name, readyTimeoutMs, graceMs, config } = options;
  return {
    name,
    readyTimeoutMs,
    graceMs,
    command() {
      return {
        program: process.execPath,
        args: [...nodeOptions, options.entry],
        environment: { ...childEnvironment(config), ...options.extraEnvironment },
        workingDirectory: options.workingDirectory,
        logFile: join(config.dataDirectory, 'logs', `${name}.log`),
        hasChannel: true,
      };
    },
    ready: (child) => child.ready,
  };
}
