import { join } from 'node:path';
import { loadConfig, type Config } from '../../src/config/index.ts';
import { reservePorts } from './reserve-ports.ts';
import { StackError } from './stack-error.ts';

/**
 * The configuration of the demo: a folder of its own below the data folder, the embedded stores whatever else is
 * configured, and free ports where the usual ones are taken.
 */
export async function demoConfig(): Promise<Config> {
  const { api, dataDirectory, temporal } = loadConfig();
  const demo = join(dataDirectory, 'demo');
  const host = '127.0.0.1';
  const [apiPort, temporalPort, uiPort] = await Promise.all(
    [api.port, temporal.port, temporal.uiPort].map((port) => freeOr0(host, port)),
  );
  return loadConfig(undefined, {
    DURABLAST_HOST: host,
    DURABLAST_DATA_DIR: demo,
    DURABLAST_DATABASE_DIR: join(demo, 'databases'),
    DURABLAST_SCRATCH_DIR: join(demo, 'scratch'),
    DURABLAST_DOCUMENT_STORE: 'sqlite',
    DURABLAST_OBJECT_STORE: 'filesystem',
    PORT: apiPort,
    DURABLAST_TEMPORAL_ADDRESS: `${host}:${temporalPort ?? '0'}`,
    DURABLAST_TEMPORAL_UI_PORT: uiPort,
  });
}

async function freeOr0(host: string, port: number): Promise<string> {
  try {
    await reservePorts([{ host, port, purpose: 'The demo', setting: 'PORT' }]);
    return String(port);
  } catch (error) {
    if (error instanceof StackError) return '0';
    throw error;
  }
}
