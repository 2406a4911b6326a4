import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import { createDiskFloor } from '../../../../src/adapters/process/disk-floor.ts';
import { guardDisk } from '../../../../src/adapters/process/guard-disk.ts';
import { isRunning, until, useTemporaryFolders } from './temporary-folder.ts';
import { readFile } from 'node:fs/promises';

const temporaryFolder = useTemporaryFolders();
const commands = createCommandRunner({ path: '/usr/bin:/bin', home: '/', temporaryDirectory: tmpdir() });
const noRoom = { code: 'SCRATCH_UNAVAILABLE', rule: { retryable: true, httpStatus: 503 } };

/** A guarded runner and a disk whose free space is what it is told. */
async function guarded() {
  const directory = await temporaryFolder('guard');
  const disk = { freeBytes: 1_000 };
  const freeBytesOf = () => Promise.resolve(disk.freeBytes);
  const floor = createDiskFloor({ directory, minFreeBytes: 1_000, freeBytesOf });
  const runner = guardDisk(commands, floor, 5);
  const shell = (script: string, signal?: AbortSignal, workingDirectory = directory) =>
    runner.run({ program: 'sh', args: ['-c', script], workingDirectory, ...(signal && { signal }) });
  return { directory, disk, shell };
}

it('starts nothing while there is less room than the floor, and goes on when there is again', async () => {
  const { directory, disk, shell } = await guarded();
  disk.freeBytes = 999;
  await expect(shell('touch started')).rejects.toMatchObject(noRoom);
  await expect(readFile(join(directory, 'started'))).rejects.toThrow('ENOENT');
  disk.freeBytes = 1_000;
  expect(await shell('touch started')).toMatchObject({ exitCode: 0 });
});

it('ends what runs, with all its processes, when the room goes out under it', async () => {
  const { directory, disk, shell } = await guarded();
  const running = shell('sleep 100 & echo $! > pid; wait');
  const refused = expect(running).rejects.toMatchObject(noRoom);
  const pidIn = () => readFile(join(directory, 'pid'), 'utf8').catch(() => '');
  await until(async () => (await pidIn()).endsWith('\n'));
  disk.freeBytes = 999;
  await refused;
  expect(await isRunning(Number(await pidIn()))).toBe(false);
});

it('leaves alone what works elsewhere', async () => {
  const { disk, shell } = await guarded();
  disk.freeBytes = 0;
  expect(await shell('exit 3', undefined, '/')).toMatchObject({ exitCode: 3 });
});

it('a cancellation stays a cancellation', async () => {
  const { shell } = await guarded();
  const reason = new Error('cancelled');
  const cancel = new AbortController();
  const running = shell('sleep 100', cancel.signal);
  cancel.abort(reason);
  await expect(running).rejects.toBe(reason);
});

it('asks the real disk, also below a folder that is not there yet', async () => {
  const directory = join(await temporaryFolder('floor'), 'not', 'yet');
  await createDiskFloor({ directory, minFreeBytes: 1 }).requireRoom();
  const floor = createDiskFloor({ directory, minFreeBytes: Number.MAX_SAFE_INTEGER });
  await expect(floor.requireRoom()).rejects.toMatchObject(noRoom);
});
