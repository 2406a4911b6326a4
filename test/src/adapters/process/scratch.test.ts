import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import { currentOwner, folderPrefix, ownerOfFolder } from '../../../../src/adapters/process/scratch-owner.ts';
import { createDiskFloor } from '../../../../src/adapters/process/disk-floor.ts';
import { createScratch } from '../../../../src/adapters/process/scratch.ts';
import { isRunning, until, useTemporaryFolders } from './temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const loader = new URL('../../../support/typescript-loader.mjs', import.meta.url).pathname;
const workerProgram = new URL('./scratch-worker.ts', import.meta.url).pathname;

describe('a folder', () => {
  it('is fresh and empty, and gone afterwards', async () => {
    const directory = await temporaryFolder('scratch');
    const scratch = createScratch({ directory });
    const seen = await Promise.all(
      [1, 2, 3].map((n) =>
        scratch.withFolder(async (folder) => {
          expect(await readdir(folder)).toEqual([]);
          await mkdir(join(folder, 'deep/er'), { recursive: true });
          await writeFile(join(folder, 'deep/er/file'), String(n));
          return folder;
        }),
      ),
    );
    expect(new Set(seen).size).toBe(3);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is gone after a failure, which passes through unchanged', async () => {
    const directory = await temporaryFolder('scratch');
    const failure = new Error('of the work');
    const work = createScratch({ directory }).withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(['ENOSPC', 'EDQUOT'])('reports a disk that filled up (%s) as SCRATCH_UNAVAILABLE', async (code) => {
    const directory = await temporaryFolder('scratch');
    const work = createScratch({ directory }).withFolder(() =>
      Promise.reject(Object.assign(new Error('write'), { code })),
    );
    await expect(work).rejects.toMatchObject({ code: 'SCRATCH_UNAVAILABLE' });
  });

  it('is refused as SCRATCH_UNAVAILABLE, without a path, when it cannot be made', async () => {
    const file = join(await temporaryFolder('scratch'), 'file');
    await writeFile(file, '');
    for (const directory of [file, join(file, 'below')]) {
      const work = createScratch({ directory }).withFolder(() => Promise.resolve());
      await expect(work).rejects.toMatchObject({
        code: 'SCRATCH_UNAVAILABLE',
        message: 'No folder for temporary files can be made; try again later.',
      });
    }
  });

  it('is refused while the disk has less room than the floor, and given when it has it again', async () => {
    const directory = await temporaryFolder('scratch');
    let freeBytes = 999;
    const freeBytesOf = () => Promise.resolve(freeBytes);
    const floor = createDiskFloor({ directory, minFreeBytes: 1_000, freeBytesOf });
    const scratch = createScratch({ directory, floor });
    await expect(scratch.withFolder(() => Promise.resolve())).rejects.toMatchObject({
      code: 'SCRATCH_UNAVAILABLE',
    });
    expect(await readdir(directory)).toEqual([]);
    freeBytes = 1_000;
    expect(await scratch.withFolder(() => Promise.resolve('done'))).toBe('done');
  });
});

describe('sweep', () => {
  it('removes nothing of a process that lives, and nothing that is not its own', async () => {
    const directory = await temporaryFolder('scratch');
    await mkdir(join(directory, 'task-of-somebody-else'));
    const scratch = createScratch({ directory });
    await scratch.withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), 'kept');
      expect(await scratch.sweep()).toEqual({ removedFolders: 0, killedGroups: 0 });
      expect(await readFile(join(folder, 'file'), 'utf8')).toBe('kept');
    });
    expect(await readdir(directory)).toEqual(['task-of-somebody-else']);
  });

  it('is no error before the directory exists', async () => {
    const directory = join(await temporaryFolder('scratch'), 'later');
    expect(await createScratch({ directory }).sweep()).toEqual({ removedFolders: 0, killedGroups: 0 });
  });

  const here = currentOwner();
  const host = { ...here.realm, host: 'ffffffffffff' };
  it.each([
    ['another process has its id now', { ...here, startToken: 'ffffffffffff' }, 0, 1],
    ['its process is gone', { ...here, processId: 2 ** 22 + 1 }, 0, 1],
    ['the machine was started anew', { ...here, realm: { ...here.realm, boot: 'ffffffffffff' } }, 0, 1],
    ['another host made it a day ago', { ...here, realm: host }, 1, 0],
    ['another host made it eight days ago', { ...here, realm: host }, 8, 1],
  ])('judges a folder: %s', async (_, owner, ageDays, removed) => {
    const directory = await temporaryFolder('scratch');
    const folder = join(directory, `${folderPrefix(owner)}abc123`);
    expect(ownerOfFolder(`${folderPrefix(owner)}abc123`)).toEqual(owner);
    await mkdir(folder);
    const made = Date.now() / 1000 - ageDays * 86_400;
    await utimes(folder, made, made);
    expect((await createScratch({ directory }).sweep()).removedFolders).toBe(removed);
    expect(await readdir(directory)).toHaveLength(1 - removed);
  });

  it('does not kill a group that is not certain to be the one on record', async () => {
    const directory = await temporaryFolder('scratch');
    const groups = join(
      directory,
      `${folderPrefix({ ...here, startToken: 'ffffffffffff' })}abc123`,
      'groups',
    );
    await mkdir(groups, { recursive: true });
    const bystander = execa('sleep', ['300'], { detached: true, reject: false });
    try {
      await writeFile(join(groups, String(bystander.pid)), 'eeeeeeeeeeee');
      await writeFile(join(groups, '1'), '');
      await writeFile(join(groups, 'junk'), '');
      expect(await createScratch({ directory }).sweep()).toEqual({ removedFolders: 1, killedGroups: 0 });
      expect(await isRunning(bystander.pid ?? 0)).toBe(true);
    } finally {
      bystander.kill('SIGKILL');
      await bystander;
    }
  });

  const script = 'echo $$ > ids; sleep 300 & echo $! >> ids; wait';
  it.each([
    { left: 'the command and its child', killed: 0 },
    { left: 'a child alone, its parent having been killed too', killed: 1 },
  ])('kills what a worker that was killed left running: $left', async ({ killed }) => {
    const directory = await temporaryFolder('scratch');
    // Through a link: what is recorded and what the system says of a working folder then differ in form.
    const linked = join(await temporaryFolder('link'), 'scratch');
    await symlink(directory, linked);
    const worker = execa(process.execPath, ['--import', loader, workerProgram, linked, script], {
      reject: false,
    });
    const ids = async () => {
      const [task] = await readdir(directory);
      const text = await readFile(join(directory, task ?? '', 'work', 'ids'), 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean).map(Number);
    };
    try {
      await until(async () => (await ids()).length === 2);
      const running = await ids();
      worker.kill('SIGKILL');
      await worker;
      for (const processId of running.slice(0, killed)) {
        process.kill(processId, 'SIGKILL');
        await until(async () => !(await isRunning(processId)));
      }
      expect(await isRunning(running.at(-1) ?? 0)).toBe(true);
      expect(await createScratch({ directory: linked }).sweep()).toEqual({
        removedFolders: 1,
        killedGroups: 1,
      });
      expect(await Promise.all(running.map(isRunning))).toEqual(running.map(() => false));
      expect(await readdir(directory)).toEqual([]);
    } finally {
      worker.kill('SIGKILL');
      await worker;
      await createScratch({ directory }).sweep();
    }
  });
});

it('records the group of a command while it runs in a folder, and only there', async () => {
  const directory = await temporaryFolder('scratch');
  const scratch = createScratch({ directory });
  const runner = createCommandRunner({
    path: '/usr/bin:/bin',
    home: '/',
    temporaryDirectory: tmpdir(),
    recorder: scratch,
  });
  await scratch.withFolder(async (workingDirectory) => {
    const { stdout } = await runner.run({
      program: 'sh',
      args: ['-c', 'sleep 0.1; echo $$; ls ../groups; ls'],
      workingDirectory,
    });
    const [own, recorded, ...rest] = stdout.trim().split('\n');
    expect(recorded).toBe(own);
    expect(rest).toEqual([]);
    expect(await readdir(join(workingDirectory, '../groups'))).toEqual([]);
  });
  const elsewhere = await temporaryFolder('elsewhere');
  await runner.run({ program: 'true', args: [], workingDirectory: elsewhere });
  expect(await readdir(elsewhere)).toEqual([]);
});
