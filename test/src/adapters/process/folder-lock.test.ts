import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import { lockFolder } from '../../../../src/adapters/process/folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'durablast-lock-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The module under test as JavaScript that a plain Node process can import from anywhere. */
async function compiledModule(): Promise<string> {
  const source = fileURLToPath(new URL('../../../../src/adapters/process/folder-lock.ts', import.meta.url));
  const { code } = await transform(readFileSync(source, 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const libsql = pathToFileURL(createRequire(import.meta.url).resolve('libsql')).href;
  const file = join(folder, 'folder-lock.mjs');
  writeFileSync(file, code.replace(/from ['"]libsql['"]/, `from '${libsql}'`));
  return pathToFileURL(file).href;
}

/** Another process that takes the lock, says whether it got it, and stays. */
async function contender(module: string, locked: string): Promise<{ child: ChildProcess; isMine: boolean }> {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(lockFolder(${JSON.stringify(locked)}).isMine));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, isMine: said.toString().trim() === 'true' };
}

describe('lockFolder', () => {
  it('refuses a second holder and names the first', () => {
    const locked = join(folder, 'twice', 'deep');
    const lock = lockFolder(locked);
    expect(lock.isMine).toBe(true);
    expect(lockFolder(locked)).toEqual({ isMine: false, holderPid: process.pid });
    if (lock.isMine) lock.release();
  });

  it('is free again after its release, which may be repeated', () => {
    const locked = join(folder, 'released');
    const first = lockFolder(locked);
    if (first.isMine) first.release();
    const second = lockFolder(locked);
    expect(second.isMine).toBe(true);
    if (first.isMine) first.release();
    expect(existsSync(join(locked, 'holder.json'))).toBe(true);
    if (second.isMine) second.release();
  });

  it('is kept against other processes and vanishes with kill -9', async () => {
    const module = await compiledModule();
    const locked = join(folder, 'killed');
    const { child, isMine } = await contender(module, locked);
    expect(isMine).toBe(true);
    expect(lockFolder(locked)).toEqual({ isMine: false, holderPid: child.pid });
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const lock = lockFolder(locked);
    expect(lock.isMine).toBe(true);
    if (lock.isMine) lock.release();
  });

  it('goes to exactly one of many that try at once', async () => {
    const module = await compiledModule();
    const locked = join(folder, 'raced');
    const results = await Promise.all(Array.from({ length: 6 }, () => contender(module, locked)));
    expect(results.filter((result) => result.isMine)).toHaveLength(1);
  });
});
