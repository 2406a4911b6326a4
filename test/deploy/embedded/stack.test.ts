import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { loadConfig, type Config } from '../../../src/config/index.ts';
import { startStack, type Stack, type StackOptions } from '../../../deploy/embedded/stack.ts';
import type { StackEvent } from '../../../deploy/embedded/stack-event.ts';
import { ensureNamespace } from '../../../deploy/embedded/temporal-namespace.ts';
import { runCommand } from '../../../deploy/embedded/run-command.ts';
import { ensureTemporal } from '../../../deploy/embedded/tools/ensure-temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const stub = fileURLToPath(new URL('stub-child.mjs', import.meta.url));
const databases = defineSearchAttributeKey('DurablastDatabase', SearchAttributeType.KEYWORD_LIST);
const stacks: Stack[] = [];
afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop({ force: true })));
});

/** Fetched tools are shared with everything else on the machine; all other state is the test's own. */
function configFor(name: string, more: Record<string, string> = {}): Config {
  return loadConfig(undefined, {
    DURABLAST_DATA_DIR: join(folder, name),
    DURABLAST_TEMPORAL_ADDRESS: '127.0.0.1:0',
    DURABLAST_TEMPORAL_UI_PORT: '0',
    PORT: '0',
    ...more,
  });
}

/** Two copies of the stand-in, named after what they stand in for. */
const stubs = ['api', 'worker'].map((name) => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import ${JSON.stringify(stub)};`);
  return file;
});
const [api = '', worker = ''] = stubs;

async function start(
  config: Config,
  options: StackOptions = {},
): Promise<{ stack: Stack; events: StackEvent[] }> {
  const events: StackEvent[] = [];
  const stack = await startStack(config, {
    entries: { api, worker },
    onEvent: (event) => events.push(event),
    extraEnvironment: { STUB_LOG: join(folder, 'stubs.log') },
    ...options,
  });
  stacks.push(stack);
  return { stack, events };
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('startStack', () => {
  it('starts Temporal before the rest, and stops everything in order', async () => {
    const config = configFor('order');
    const { stack, events } = await start(config);
    const { pids } = stack;
    expect(Object.values(pids).every(isAlive)).toBe(true);
    const ready = events.filter((event) => event.type === 'ready').map((event) => event.name);
    expect(ready[0]).toBe('temporal');
    expect(ready.slice(1).sort()).toEqual(['api', 'worker']);
    expect(await (await fetch(stack.urls.api)).text()).toBe(`api.mjs ${stack.config.temporal.address}`);
    expect((await fetch(stack.urls.temporalUi)).status).toBe(200);
    await stack.stop();
    expect(events.filter((event) => event.type === 'stopped').map((event) => event.name)).toEqual([
      'api',
      'worker',
      'temporal',
    ]);
    expect(Object.values(pids).some(isAlive)).toBe(false);
    expect(await stack.ended).toBeUndefined();
    for (const name of ['api', 'worker', 'temporal']) {
      expect(existsSync(join(config.dataDirectory, 'run', `${name}.pid.json`))).toBe(false);
      expect(existsSync(join(config.dataDirectory, 'logs', `${name}.log`))).toBe(true);
    }
    expect(readFileSync(join(config.dataDirectory, 'logs', 'api.log'), 'utf8')).toBe('output of api.mjs\n');
  });

  it('gives the namespace 30 days and the search attributes, at once usable, and keeps them over a restart', async () => {
    const config = configFor('namespace');
    for (const round of ['first', 'second']) {
      const { stack } = await start(config);
      const connection = await Connection.connect({ address: stack.config.temporal.address });
      try {
        const { namespace } = stack.config.temporal;
        const described = await connection.workflowService.describeNamespace({ namespace });
        expect(Number(described.config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
        const client = new Client({ connection, namespace });
        const handle = await client.workflow.start('anything', {
          workflowId: `search/${round}`,
          taskQueue: 'nobody',
          typedSearchAttributes: [
            ...['DurablastKind', 'DurablastProgram', 'DurablastPhase'].map((name) => ({
              key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
              value: 'something',
            })),
            { key: databases, value: ['a', 'b'] },
          ],
        });
        expect((await handle.describe()).typedSearchAttributes.get(databases)).toEqual(['a', 'b']);
        const earlier = client.workflow.getHandle('search/first');
        expect((await earlier.describe()).status.name).toBe('RUNNING');
      } finally {
        await connection.close();
      }
      await stack.stop();
    }
  });

  it('starts a killed API again at the same address, and Temporal with its namespace', async () => {
    const { stack, events } = await start(configFor('killed'));
    const { urls, pids } = stack;
    for (const name of ['api', 'temporal'] as const) {
      process.kill(pids[name] ?? 0, 'SIGKILL');
      await until(() => events.filter((event) => event.type === 'ready' && event.name === name).length === 2);
      expect(stack.pids[name]).not.toBe(pids[name]);
    }
    expect(stack.urls).toEqual(urls);
    expect((await fetch(urls.api)).status).toBe(200);
    const { address, namespace } = stack.config.temporal;
    const cli = await ensureTemporal({
      cacheDirectory: stack.config.cacheDirectory,
      onProgress: () => undefined,
    });
    await ensureNamespace({ cli, address, namespace }, runCommand);
  });

  it('refuses a second stack on the same data folder, naming folder and process', async () => {
    const config = configFor('twice');
    await start(config);
    await expect(start(config)).rejects.toThrow(
      `Another stack (process ${process.pid}) is running on the data folder ${config.dataDirectory}.`,
    );
  });

  it('refuses busy ports by name, and leaves nothing behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    try {
      await expect(start(configFor('busy', { PORT: String(port) }))).rejects.toThrow(
        `The HTTP API needs port ${port}, which another program uses.`,
      );
      const ui = { DURABLAST_TEMPORAL_UI_PORT: String(port) };
      await expect(start(configFor('busy', ui))).rejects.toThrow('DURABLAST_TEMPORAL_UI_PORT');
    } finally {
      server.close();
    }
    await start(configFor('busy'));
  });

  it('refuses a Temporal address of another machine', async () => {
    const config = configFor('remote', { DURABLAST_TEMPORAL_ADDRESS: 'temporal.example.org:7233' });
    await expect(start(config)).rejects.toThrow('the embedded stack runs a Temporal server of its own');
  });

  it('stops what it has started when a part cannot start', async () => {
    const events: StackEvent[] = [];
    const failing = start(configFor('broken'), {
      extraEnvironment: { STUB_MODE: 'crash' },
      onEvent: (event) => events.push(event),
    });
    await expect(failing).rejects.toThrow(
      /(worker|api) ended while starting \(exit code 7\)[^]*cannot read the thing/,
    );
    const pids = events.flatMap((event) => (event.type === 'started' ? [event.pid] : []));
    expect(pids).toHaveLength(3);
    expect(pids.some(isAlive)).toBe(false);
  });

  it('gives up a start when it is told to', async () => {
    const over = new AbortController();
    const events: StackEvent[] = [];
    const starting = start(configFor('aborted'), {
      signal: over.signal,
      extraEnvironment: { STUB_MODE: 'mute' },
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'started' && event.name === 'api') over.abort();
      },
    });
    await expect(starting).rejects.toThrow(/aborted/);
    expect(events.flatMap((event) => (event.type === 'started' ? [event.pid] : [])).some(isAlive)).toBe(
      false,
    );
  });

  it('stops by itself when a part cannot be kept up, and says why', async () => {
    const { stack } = await start(configFor('fragile'), {
      extraEnvironment: { STUB_MODE: 'fragile' },
      backoff: { firstMs: 1, longestMs: 4, healthyMs: 60_000, fastCrashLimit: 2 },
    });
    expect((await stack.ended)?.message).toMatch(/(worker|api) ended 3 times in short order \(exit code 3\)/);
    expect(Object.values(stack.pids)).toEqual([undefined, undefined, undefined]);
  });
});

/** Looks again each time something else had a turn, until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
