import { EventEmitter, once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from '../../../src/config/index.ts';
import type { StackError } from '../../../deploy/embedded/stack-error.ts';
import type { StackEvent } from '../../../deploy/embedded/stack-event.ts';
import { Supervisor, type Service } from '../../../deploy/embedded/supervise.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const script = fileURLToPath(new URL('stub-child.mjs', import.meta.url));
const running: Supervisor[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop(0)));
});

function supervise(name: string, mode: string | (() => string), overrides: Partial<Service> = {}) {
  const data = join(folder, name);
  mkdirSync(join(data, 'run'), { recursive: true });
  const stubLog = join(data, 'stub.log');
  const events: StackEvent[] = [];
  const bus = new EventEmitter();
  const service: Service = {
    name: 'worker',
    readyTimeoutMs: 20_000,
    graceMs: 5_000,
    command: () => ({
      program: process.execPath,
      args: [script],
      environment: {
        ...plainEnvironment(),
        PORT: '0',
        STUB_LOG: stubLog,
        STUB_MODE: typeof mode === 'string' ? mode : mode(),
      },
      workingDirectory: data,
      logFile: join(data, 'logs', 'worker.log'),
      hasChannel: true,
    }),
    ready: async (child) => {
      await child.ready;
    },
    ...overrides,
  };
  const gaveUp = new Promise<StackError>((resolve) => bus.once('gave-up-error', resolve));
  const supervisor = new Supervisor(service, {
    dataDirectory: data,
    onEvent: (event) => {
      events.push(event);
      bus.emit(event.type, event);
    },
    onGiveUp: (error) => bus.emit('gave-up-error', error),
    backoff: { firstMs: 1, longestMs: 4, healthyMs: 60_000, fastCrashLimit: 3 },
  });
  running.push(supervisor);
  return { supervisor, events, bus, gaveUp, stubLog };
}

describe('Supervisor', () => {
  it('starts a service anew when it was killed', async () => {
    const { supervisor, bus, events } = supervise('killed', '');
    await supervisor.start();
    const first = supervisor.pid ?? 0;
    const again = once(bus, 'ready');
    process.kill(first, 'SIGKILL');
    await again;
    expect(supervisor.pid).not.toBe(first);
    expect(events.map((event) => event.type)).toEqual(['started', 'ready', 'died', 'started', 'ready']);
    expect(events[2]).toMatchObject({ name: 'worker', how: 'signal SIGKILL' });
  });

  it('does not start it again once it is stopped', async () => {
    const { supervisor, events, stubLog } = supervise('stopped', '');
    await supervisor.start();
    await supervisor.stop();
    expect(supervisor.pid).toBeUndefined();
    expect(readFileSync(stubLog, 'utf8')).toBe('stub-child.mjs started\nstub-child.mjs ended\n');
    expect(events.at(-1)).toEqual({ type: 'stopped', name: 'worker' });
  });

  it('kills what does not end within its grace period', async () => {
    const { supervisor } = supervise('stubborn', 'stubborn', { graceMs: 50 });
    await supervisor.start();
    const pid = supervisor.pid ?? 0;
    await supervisor.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('reports a first start that fails with the end of the log', async () => {
    const { supervisor } = supervise('crash', 'crash');
    await expect(supervisor.start()).rejects.toThrow(
      /worker ended while starting \(exit code 7\)\. The end of its log, .*worker\.log:[^]*cannot read the thing/,
    );
  });

  it('tries a first start again that failed by chance', async () => {
    const mode = (): string => (events.length < 2 ? 'crash' : '');
    const isByChance = (log: string) => log.includes('cannot read the thing');
    const { supervisor, events } = supervise('unlucky', mode, { isByChance });
    await supervisor.start();
    expect(events.map((event) => event.type)).toEqual(['started', 'started', 'started', 'ready']);
  });

  it('reports a first start that fails by chance three times', async () => {
    const { supervisor, events } = supervise('luckless', 'crash', { isByChance: () => true });
    await expect(supervisor.start()).rejects.toThrow('worker ended while starting (exit code 7)');
    expect(events.map((event) => event.type)).toEqual(['started', 'started', 'started']);
  });

  it('reports a program that cannot be started', async () => {
    const command = () => ({
      program: '/no/such/program',
      args: [],
      environment: {},
      workingDirectory: folder,
      logFile: join(folder, 'none.log'),
      hasChannel: false,
    });
    const { supervisor } = supervise('absent', '', { command });
    await expect(supervisor.start()).rejects.toThrow(/worker ended while starting \(spawn .* ENOENT\)/);
  });

  it('reports a service that never becomes ready, and ends it', async () => {
    const { supervisor } = supervise('mute', 'mute', { readyTimeoutMs: 300 });
    await expect(supervisor.start()).rejects.toThrow('worker was not ready after 0.3 s.');
    expect(supervisor.pid).toBeUndefined();
  });

  it('gives up on a service that dies again and again, with the end of its log', async () => {
    const { supervisor, gaveUp, events } = supervise('fragile', 'fragile');
    await supervisor.start();
    expect((await gaveUp).message).toMatch(
      /worker ended 4 times in short order \(exit code 3\)[^]*output of stub/,
    );
    expect(events.filter((event) => event.type === 'died').map((event) => event.restartInMs)).toEqual([
      1, 2, 4,
    ]);
  });

  it('gives up also when the restarts do not get as far as ready', async () => {
    let mode = '';
    const { supervisor, gaveUp } = supervise('broken', () => mode);
    await supervisor.start();
    mode = 'crash';
    process.kill(supervisor.pid ?? 0, 'SIGKILL');
    expect((await gaveUp).message).toMatch(
      /worker ended 4 times in short order \(worker ended while starting \(exit code 7\)\.\)/,
    );
  });
});
