import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import { limitFileSize } from '../../../../src/adapters/process/limit-file-size.ts';
import { useTemporaryFolders } from './temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const options = { home: '/', temporaryDirectory: tmpdir() };
const commands = createCommandRunner({ ...options, path: '/usr/bin:/bin' });
const maxBytes = 100_000;

/** Writes so many bytes to one file. */
async function write(bytes: number, runner = commands) {
  const workingDirectory = await temporaryFolder('file-size');
  const args = ['if=/dev/zero', 'of=out', 'bs=1000', `count=${String(bytes / 1000)}`];
  const result = limitFileSize(runner, maxBytes).run({ program: '/bin/dd', args, workingDirectory });
  return { result, workingDirectory };
}

// The limit is set by `prlimit` of util-linux, which other systems lack: commands then run as they are.
const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('lets a command write as much as one file may have', async () => {
  const { result, workingDirectory } = await write(maxBytes);
  expect(await result).toMatchObject({ exitCode: 0 });
  expect((await stat(join(workingDirectory, 'out'))).size).toBe(maxBytes);
});

onLinux('ends one that writes more, for good, with a sentence and without a core file', async () => {
  const { result, workingDirectory } = await write(maxBytes + 1000);
  await expect(result).rejects.toMatchObject({
    code: 'TOOL_OUTPUT_TOO_LARGE',
    rule: { retryable: false },
    message: expect.stringMatching(/^dd wrote more than the 100000 bytes .* Ask for less/),
  });
  expect(await readdir(workingDirectory)).toEqual(['out']);
});

it('runs commands as they are where there is no prlimit', async () => {
  const { result } = await write(2 * maxBytes, createCommandRunner({ ...options, path: '/nowhere' }));
  expect(await result).toMatchObject({ exitCode: 0 });
});
