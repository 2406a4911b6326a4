import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from './bench-error.mjs';
import { built } from './built.mjs';
import { createApi } from './api.mjs';
import { cpuSecondsOf } from './measure.mjs';

/**
 * Runs `use(stack)` on a new embedded stack with a data folder of its own, on free ports, with the default number of
 * tool slots and the default log level; afterwards, whatever happened, the stack is down and the folder gone.
 * @param databaseDirectory - '' for an empty one
 * @param settings - of the environment, for a benchmark that needs others
 */
export async function withStack({ folder, signal }, databaseDirectory, use, settings = {}) {
  const { startStack } = await built('deploy/embedded/stack.js');
  const dataDirectory = await mkdtemp(join(folder, 'data-'));
  const stack = await startStack(await benchConfig(dataDirectory, databaseDirectory, settings), { signal });
  const down = new AbortController();
  void stack.ended.then((reason) => down.abort(reason));
  try {
    return await use(viewOf(stack, AbortSignal.any([signal, down.signal])));
  } finally {
    await stack.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** Only what a benchmark must have of its own is set; where the tools are stays the environment's to say. */
async function benchConfig(dataDirectory, databaseDirectory, settings) {
  const { loadConfig } = await built('src/config/index.js');
  return loadConfig(process.env, {
    PORT: '0',
    DURABLAST_HOST: '127.0.0.1',
    DURABLAST_API_TOKEN: '',
    DURABLAST_API_TOKEN_FILE: '',
    DURABLAST_DATA_DIR: dataDirectory,
    DURABLAST_DATABASE_DIR: databaseDirectory,
    DURABLAST_SCRATCH_DIR: join(dataDirectory, 'scratch'),
    DURABLAST_DOCUMENT_STORE: 'sqlite',
    DURABLAST_OBJECT_STORE: 'filesystem',
    DURABLAST_TEMPORAL_ADDRESS: '127.0.0.1:0',
    DURABLAST_TEMPORAL_UI_PORT: '0',
    DURABLAST_TEMPORAL_NAMESPACE: '',
    DURABLAST_TOOL_SLOTS: '',
    DURABLAST_LOG_LEVEL: '',
    ...settings,
  });
}

function viewOf(stack, signal) {
  const pids = Object.values(stack.pids);
  return {
    api: createApi(stack.urls.api, signal),
    config: stack.config,
    url: stack.urls.api,
    /** By name: temporal, worker, api. */
    pids: stack.pids,
    /** CPU seconds of Temporal, worker, API and every tool they have run. */
    cpuSeconds() {
      if (Object.values(stack.pids).some((pid, index) => pid !== pids[index])) {
        throw new BenchError(
          'A process of the stack was restarted meanwhile: its figures are worth nothing.',
        );
      }
      return cpuSecondsOf(pids);
    },
    /** Workflows that Temporal has seen in all, by its own count. */
    countWorkflows: () => countWorkflows(stack.config),
  };
}

async function countWorkflows({ temporal, cacheDirectory }) {
  const { ensureTemporal } = await built('deploy/embedded/tools/ensure-temporal.js');
  const { runCommand } = await built('deploy/embedded/run-command.js');
  const ladder = { configuredPath: temporal.cliPath, cacheDirectory, onProgress: console.log };
  const target = ['--address', temporal.address, '--namespace', temporal.namespace, '--disable-config-file'];
  const args = ['workflow', 'count', '--output', 'json', ...target];
  const { exitCode, stdout, stderr } = await runCommand(await ensureTemporal(ladder), args);
  if (exitCode !== 0) throw new BenchError(`Temporal could not count its workflows: ${stderr.trim()}`);
  return Number(JSON.parse(stdout).count ?? 0);
}
