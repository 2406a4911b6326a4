import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import type { Command } from '../../../../src/ports/command-runner.ts';
import { isRunning, until, useTemporaryFolders, writeScript } from './temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const runner = createCommandRunner({ path: '/usr/bin:/bin', home: '/nowhere', temporaryDirectory: tmpdir() });

async function shell(script: string, extra: Partial<Command> = {}) {
  const workingDirectory = await temporaryFolder('runner');
  const program = await writeScript(workingDirectory, 'tool', script);
  return await runner.run({ program, args: [], workingDirectory, ...extra });
}

describe('a command that ends by itself', () => {
  it('returns exit code, output and time', async () => {
    const result = await shell('echo out; echo err >&2; exit 7');
    expect(result).toMatchObject({ exitCode: 7, signal: null, stdout: 'out\n', stderr: 'err\n' });
    expect(result.wallMs).toBeGreaterThan(0);
  });

  it('returns the signal that ended it', async () => {
    expect(await shell('kill -SEGV $$')).toMatchObject({ exitCode: null, signal: 'SIGSEGV' });
  });

  it('sees PATH, LANG, HOME, TMPDIR and what the command adds, and nothing else', async () => {
    process.env['DURABLAST_TEST_SECRET'] = 'secret';
    const workingDirectory = await temporaryFolder('runner');
    const { stdout } = await runner.run({
      program: 'env',
      args: [],
      workingDirectory,
      environment: { BATCH_SIZE: '10000' },
    });
    delete process.env['DURABLAST_TEST_SECRET'];
    expect(stdout.trim().split('\n').sort()).toEqual([
      'BATCH_SIZE=10000',
      'HOME=/nowhere',
      'LANG=C.UTF-8',
      'PATH=/usr/bin:/bin',
      `TMPDIR=${tmpdir()}`,
    ]);
  });

  it.each(['$(touch made)', '; touch made', '`touch made`', '* | > &', '-n', "it's", 'é\n'])(
    'hands over the argument %j as it is',
    async (argument) => {
      const workingDirectory = await temporaryFolder('runner');
      const { stdout } = await runner.run({ program: 'printf', args: ['%s', argument], workingDirectory });
      expect(stdout).toBe(argument);
    },
  );

  it('runs, with all that it starts from then on, at a niceness of 10: servers and people come first', async () => {
    const untilNice = 'while [ "$(nice)" -lt 10 ]; do :; done; nice; sh -c nice';
    expect(await shell(untilNice)).toMatchObject({ exitCode: 0, stdout: '10\n10\n' });
  });

  it('gives input to the command, and none when there is none', async () => {
    const workingDirectory = await temporaryFolder('runner');
    expect((await runner.run({ program: 'cat', args: [], workingDirectory, input: '>a\nMK' })).stdout).toBe(
      '>a\nMK',
    );
    expect((await runner.run({ program: 'cat', args: [], workingDirectory })).stdout).toBe('');
  });

  it('does not mind a command that reads nothing of a large input', async () => {
    expect(await shell('exit 0', { input: 'x'.repeat(5_000_000) })).toMatchObject({ exitCode: 0 });
  });

  it('keeps the first 64 KiB of output and the last 64 KiB of errors, in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    const result = await shell(
      'echo first; head -c 300000000 /dev/zero | tr "\\0" x; echo early >&2; head -c 200000000 /dev/zero | tr "\\0" y >&2; echo last >&2',
    );
    expect(result.stdout.length).toBe(64 * 1024);
    expect(result.stdout.startsWith('first\nxx')).toBe(true);
    expect(result.stderr.length).toBe(64 * 1024);
    expect(result.stderr.endsWith('yylast\n')).toBe(true);
    expect(result.stderr).not.toContain('early');
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('kills what the command left in its group and does not wait for it', async () => {
    const { stdout } = await shell('sleep 300 & echo $!; exit 0');
    expect(await isRunning(Number(stdout))).toBe(false);
  });

  it('does not wait for a process that left the group and holds the output open', async () => {
    const script = `setsid sh -c 'echo $$; echo > left; exec sleep 300' & until [ -f left ]; do sleep 0.01; done`;
    const { stdout, exitCode } = await shell(script);
    const escaped = Number(stdout);
    try {
      expect(exitCode).toBe(0);
      expect(await isRunning(escaped)).toBe(true);
    } finally {
      process.kill(escaped, 'SIGKILL');
    }
  });
});

describe('cancelling', () => {
  const family = [
    'echo $$ > parent',
    // Each generation ignores SIGTERM and keeps the output open.
    `sh -c 'trap "" TERM; echo $$ > child; sh -c "trap \\"\\" TERM; echo \\$\\$ > grandchild; while :; do sleep 1; done" & while :; do sleep 1; done' &`,
  ].join('\n');

  async function startFamily(last: string) {
    const workingDirectory = await temporaryFolder('runner');
    const program = await writeScript(workingDirectory, 'tool', `${family}\n${last}`);
    const abort = new AbortController();
    const run = runner.run({ program, args: [], workingDirectory, signal: abort.signal });
    const outcome = run.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const processId = async (name: string) =>
      Number(await readFile(join(workingDirectory, name), 'utf8').catch(() => '0'));
    await until(async () => (await processId('grandchild')) > 0);
    const processIds = await Promise.all(['parent', 'child', 'grandchild'].map(processId));
    return { abort, outcome, processIds };
  }

  it.each([
    ['a command that ends at SIGTERM', 'wait'],
    ['a command that ignores SIGTERM', 'trap "" TERM; while :; do sleep 1; done'],
  ])('leaves no process of the group: %s', async (_, last) => {
    const { abort, outcome, processIds } = await startFamily(last);
    expect(await Promise.all(processIds.map(isRunning))).toEqual([true, true, true]);
    const reason = new Error('cancelled by the test');
    abort.abort(reason);
    expect((await outcome)?.error).toBe(reason);
    expect(await Promise.all(processIds.map(isRunning))).toEqual([false, false, false]);
  });

  it('rejects with the very reason, whatever it is', async () => {
    for (const reason of [{ any: 'object' }, 'text', undefined]) {
      const { abort, outcome } = await startFamily('wait');
      abort.abort(reason);
      const error = (await outcome)?.error;
      expect(error).toBe(abort.signal.reason);
    }
  });

  it('starts nothing when it came before the start', async () => {
    const reason = new Error('too late');
    const workingDirectory = await temporaryFolder('runner');
    const run = runner.run({
      program: 'touch',
      args: ['made'],
      workingDirectory,
      signal: AbortSignal.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
    await expect(readFile(join(workingDirectory, 'made'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a command that cannot start', () => {
  it('is TOOL_MISSING with the name of the program, without its folder', async () => {
    const workingDirectory = await temporaryFolder('runner');
    for (const program of ['no-such-tool', '/opt/nowhere/no-such-tool']) {
      await expect(runner.run({ program, args: [], workingDirectory })).rejects.toMatchObject({
        code: 'TOOL_MISSING',
        message:
          'The program no-such-tool cannot be started: it is not installed where this server looks for it.',
      });
    }
  });

  it('is TOOL_MISSING when the file is no program', async () => {
    const workingDirectory = await temporaryFolder('runner');
    await expect(runner.run({ program: '/etc/passwd', args: [], workingDirectory })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      message: 'The program passwd cannot be started: it may not be executed.',
    });
  });

  it('is SCRATCH_UNAVAILABLE when its working folder is gone', async () => {
    const workingDirectory = join(await temporaryFolder('runner'), 'gone');
    await expect(runner.run({ program: 'true', args: [], workingDirectory })).rejects.toMatchObject({
      code: 'SCRATCH_UNAVAILABLE',
    });
  });
});

it('tells the recorder of the group while it runs, and kills the group when that fails', async () => {
  const workingDirectory = await temporaryFolder('runner');
  const events: string[] = [];
  const recording = createCommandRunner({
    path: '/usr/bin:/bin',
    home: '/',
    temporaryDirectory: tmpdir(),
    recorder: {
      recordGroup: (folder) => {
        events.push(`began in ${folder === workingDirectory ? 'the folder' : folder}`);
        return () => events.push('ended');
      },
    },
  });
  await recording.run({ program: 'true', args: [], workingDirectory });
  expect(events).toEqual(['began in the folder', 'ended']);

  let groupId = 0;
  const failing = createCommandRunner({
    path: '/usr/bin:/bin',
    home: '/',
    temporaryDirectory: tmpdir(),
    recorder: {
      recordGroup: (_folder, id) => {
        groupId = id;
        throw new Error('disk full');
      },
    },
  });
  await expect(failing.run({ program: 'sleep', args: ['300'], workingDirectory })).rejects.toThrow(
    'disk full',
  );
  expect(await isRunning(groupId)).toBe(false);
});
