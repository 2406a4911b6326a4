import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'durablast-clone-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('in a fresh clone, npm run demo sets everything up, prints hits and leaves the clone clean', async () => {
  const clone = join(folder, 'durablast');
  execFileSync('git', ['clone', '--quiet', project, clone]);
  const { stdout } = await promisify(execFile)('npm', ['run', 'demo'], { cwd: clone, maxBuffer: 1 << 24 });
  expect(stdout).toContain('The best hit of each query');
  expect(execFileSync('git', ['status', '--short'], { cwd: clone, encoding: 'utf8' })).toBe('');
}, 600_000);
