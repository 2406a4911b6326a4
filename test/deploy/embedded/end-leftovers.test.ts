import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftovers } from '../../../deploy/embedded/end-leftovers.ts';
import { recordProcess } from '../../../deploy/embedded/pid-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

function dataFolder(name: string): string {
  const data = join(folder, name);
  mkdirSync(join(data, 'run'), { recursive: true });
  return data;
}

/** A process of its own group that prints when it is up. */
async function start(script: string): Promise<{ child: ChildProcess; pid: number }> {
  const program = `${script}; setInterval(() => {}, 1000); console.log('up')`;
  const child = spawn(process.execPath, ['-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  if (child.pid === undefined) throw new Error('The child did not start.');
  await once(child.stdout, 'data');
  return { child, pid: child.pid };
}

const ending = (child: ChildProcess) =>
  new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));

describe('endLeftovers', () => {
  it('ends what a killed supervisor left running, and forgets it', async () => {
    const data = dataFolder('polite');
    const { child, pid } = await start('0');
    await recordProcess(data, 'worker', pid);
    const ended = ending(child);
    expect(await endLeftovers(data)).toEqual(['worker']);
    expect(await ended).toBe('SIGTERM');
    expect(existsSync(join(data, 'run', 'worker.pid.json'))).toBe(false);
    expect(await endLeftovers(data)).toEqual([]);
  });

  it('kills what ignores the polite signal', async () => {
    const data = dataFolder('stubborn');
    const { child, pid } = await start("process.on('SIGTERM', () => {})");
    await recordProcess(data, 'worker', pid);
    const ended = ending(child);
    await endLeftovers(data, 100);
    expect(await ended).toBe('SIGKILL');
  });

  it('leaves a process alone that merely has the pid of a recorded one', async () => {
    const data = dataFolder('recycled');
    const { child, pid } = await start('0');
    await recordProcess(data, 'api', pid);
    const file = join(data, 'run', 'api.pid.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"identity":"[^"]*"/, '"identity":"earlier"'));
    expect(await endLeftovers(data)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('ignores a pid file that was cut short', async () => {
    const data = dataFolder('damaged');
    writeFileSync(join(data, 'run', 'api.pid.json'), '{"name":"api","pi');
    expect(await endLeftovers(data)).toEqual([]);
  });
});
