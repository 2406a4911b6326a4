import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const bootstrap = fileURLToPath(new URL('../../../deploy/embedded/bootstrap.mjs', import.meta.url));

interface Clone {
  readonly write: (file: string, content: string) => void;
  readonly run: (...args: string[]) => { status: number | null; stdout: string; stderr: string };
  /** How often packages were installed. */
  readonly installs: () => number;
}

const left = { version: '1.0.0', integrity: 'sha512-a' };
const right = { version: '2.0.0', integrity: 'sha512-b', optional: true };

/** A clone with one script and stand-ins for npm and the build. */
function clone(name: string, node = '>=20.3.0'): Clone {
  const root = join(folder, name);
  const write = (file: string, content: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  write('package.json', JSON.stringify({ type: 'module', engines: { node } }));
  write(
    'package-lock.json',
    JSON.stringify({ packages: { '': {}, 'node_modules/l': left, 'node_modules/r': right } }),
  );
  write('.config/build.mjs', "console.log('build: up to date');");
  write('script.mjs', 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 5;');
  write(
    'npm.js',
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
     appendFileSync('installs', process.argv.slice(2).join(' ') + '\\n');
     mkdirSync('node_modules', { recursive: true });
     writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify({ packages: { 'node_modules/l': left } }))});`,
  );
  mkdirSync(join(root, 'deploy/embedded'), { recursive: true });
  copyFileSync(bootstrap, join(root, 'deploy/embedded/bootstrap.mjs'));
  return {
    write,
    run: (...args) =>
      spawnSync(process.execPath, ['deploy/embedded/bootstrap.mjs', ...args], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', npm_execpath: join(root, 'npm.js') },
      }),
    installs: () =>
      existsSync(join(root, 'installs'))
        ? readFileSync(join(root, 'installs'), 'utf8').trim().split('\n').length
        : 0,
  };
}

describe('bootstrap', () => {
  it('installs once, runs the script with its arguments, and ends with its exit code', () => {
    const { run, installs } = clone('fresh');
    const first = run('script.mjs', 'a b', '--keep');
    expect(first).toMatchObject({ status: 5, stdout: '["a b","--keep"]\n' });
    expect(first.stderr).toBe('Installing the npm packages (once; about a minute)\n');
    expect(run('script.mjs')).toMatchObject({ status: 5, stdout: '[]\n', stderr: '' });
    expect(installs()).toBe(1);
  });

  it('installs again when the lock file asks for something else', () => {
    const { run, installs, write } = clone('updated');
    run('script.mjs');
    const updated = { ...left, version: '1.0.1', integrity: 'sha512-c' };
    write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/l': updated } }));
    run('script.mjs');
    expect(installs()).toBe(2);
  });

  it('says which Node is needed', () => {
    const { run, installs } = clone('old', '>=99.1.0');
    const { status, stderr } = run('script.mjs');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^Node 99\.1\.0 or later is needed; this is Node /),
    ]);
    expect(installs()).toBe(0);
  });

  it('shows what npm said when it failed', () => {
    const { run, write } = clone('offline');
    write('npm.js', "console.error('no network'); process.exit(1);");
    expect(run('script.mjs')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('no network'),
    });
  });

  it('shows what the build said when it failed, and does not run the script', () => {
    const { run, write } = clone('broken');
    write('.config/build.mjs', "console.log('error TS1'); process.exit(1);");
    const { status, stdout, stderr } = run('script.mjs');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/The build failed:\nerror TS1/);
  });
});
