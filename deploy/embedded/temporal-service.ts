import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Config } from '../../src/config/index.ts';
import type { ChildCommand } from './child.ts';
import { runCommand } from './run-command.ts';
import type { Service } from './supervise.ts';
import { ensureNamespace } from './temporal-namespace.ts';
import { temporalSettings } from './temporal-settings.ts';
import { findOnPath } from './tools/find-on-path.ts';

const pollMs = 50;

/** Temporal's development server on a file of the data folder; ready when the namespace is complete. */
export function temporalService(config: Config, cli: string): Service {
  const { address, namespace } = config.temporal;
  return {
    name: 'temporal',
    command: () => temporalCommand(config, cli),
    readyTimeoutMs: 60_000,
    // Measured: SIGTERM takes it one to three seconds.
    graceMs: 10_000,
    // It chooses ports for its inner parts itself and frees them for a moment before they are taken.
    isByChance: (log) => log.includes('address already in use'),
    async ready(child, signal) {
      for (;;) {
        try {
          await ensureNamespace({ cli, address, namespace }, runCommand);
          return;
        } catch (error) {
          if (signal.aborted || child.hasExited()) throw error;
          await sleep(pollMs);
        }
      }
    },
  };
}

function temporalCommand(config: Config, cli: string): ChildCommand {
  const { host, port, uiPort } = config.temporal;
  const folder = join(config.dataDirectory, 'temporal');
  mkdirSync(folder, { recursive: true });
  const args = ['server', 'start-dev', '--ip', host, '--port', String(port), '--ui-port', String(uiPort)];
  args.push('--db-filename', join(folder, 'temporal.db'));
  // Without WAL and with full synchronisation, 200 small workflows took four times as long.
  args.push('--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal');
  for (const [key, value] of Object.entries(temporalSettings)) {
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(value)}`);
  }
  args.push('--ui-disable-news-fetch', '--log-level', 'warn', '--log-format', 'json', '--color', 'never');
  return {
    ...endingWithParent(cli, args),
    environment: plainEnvironment(),
    workingDirectory: folder,
    logFile: join(config.dataDirectory, 'logs', 'temporal.log'),
    hasChannel: false,
  };
}

/**
 * The server knows nothing of its supervisor. Linux can be told to end a process with its parent, and `setpriv` tells
 * it; where it is missing, the next start finds and ends the leftover.
 */
function endingWithParent(program: string, args: readonly string[]): Pick<ChildCommand, 'program' | 'args'> {
  const setpriv = process.platform === 'linux' ? findOnPath('setpriv') : undefined;
  if (setpriv === undefined) return { program, args };
  return { program: setpriv, args: ['--pdeathsig', 'TERM', '--', program, ...args] };
}
