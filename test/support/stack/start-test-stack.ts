import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../../../deploy/embedded/stack.ts';
import { loadConfig } from '../../../src/config/index.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { createBlastRecorder, type BlastRecorder } from './blast-recorder.ts';

/** The whole product on system-chosen ports and a data folder of its own, with BLAST+ behind a recorder. */
export interface TestStack {
  readonly stack: Stack;
  readonly api: ApiClient;
  readonly blast: BlastRecorder;
  readonly dataDirectory: string;
  /** Kills a process of the stack with SIGKILL and waits until another one has taken its place. */
  kill(service: 'api' | 'worker' | 'temporal'): Promise<void>;
  /** Stops the stack and removes its data folder. */
  stop(): Promise<void>;
}

/** @param dataDirectory - an earlier stack's, to start again on what it left */
export async function startTestStack(
  settings: Readonly<Record<string, string>> = {},
  dataDirectory = mkdtempSync(join(tmpdir(), 'durablast-stack-')),
): Promise<TestStack> {
  const blast = createBlastRecorder(join(dataDirectory, 'blast'));
  const config = loadConfig(process.env, {
    PORT: '0',
    DURABLAST_TEMPORAL_ADDRESS: '127.0.0.1:0',
    DURABLAST_TEMPORAL_UI_PORT: '0',
    DURABLAST_DATA_DIR: dataDirectory,
    DURABLAST_BLAST_DIR: blast.directory,
    DURABLAST_LOG_LEVEL: 'info',
    DURABLAST_TOOL_SLOTS: '2',
    ...settings,
  });
  const stack = await startStack(config);
  return {
    stack,
    api: createApiClient(() => stack.urls.api),
    blast,
    dataDirectory,
    async kill(service) {
      const pid = stack.pids[service];
      if (pid === undefined) throw new Error(`the ${service} is not running`);
      process.kill(pid, 'SIGKILL');
      await until(() => stack.pids[service] !== undefined && stack.pids[service] !== pid, `a new ${service}`);
    },
    async stop() {
      await stack.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Asks again and again until the answer is yes; fails after the time with what was waited for. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${String(timeoutMs)} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
