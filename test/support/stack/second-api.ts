import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startChild } from '../../../deploy/embedded/child.ts';
import { projectRoot } from '../../../deploy/embedded/project-root.ts';
import { reservePorts } from '../../../deploy/embedded/reserve-ports.ts';
import { childEnvironment, type Config } from '../../../src/config/index.ts';
import { createApiClient, type ApiClient } from './api-client.ts';

/** One more API process on the same stores and the same Temporal. It wants a token, so its clients are somebody else. */
export interface SecondApi {
  readonly api: ApiClient;
  stop(): Promise<void>;
}

export async function startSecondApi(config: Config): Promise<SecondApi> {
  const token = randomBytes(16).toString('hex');
  const root = projectRoot();
  const [port = 0] = await reservePorts([
    { host: config.api.host, port: 0, purpose: 'A second API', setting: 'PORT' },
  ]);
  const child = startChild({
    program: process.execPath,
    args: [join(root, 'dist/api/main.js')],
    environment: { ...childEnvironment(config), PORT: String(port), DURABLAST_API_TOKEN: token },
    workingDirectory: root,
    logFile: join(config.dataDirectory, 'logs', 'second-api.log'),
    hasChannel: true,
  });
  await Promise.race([child.ready, child.exited]);
  if (child.hasExited()) throw new Error('the second API ended while starting');
  return {
    api: createApiClient(() => `http://127.0.0.1:${String(port)}`, token),
    stop: () => child.stop(10_000),
  };
}
