import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../static/root.mjs';

/**
 * Runs the test files of one tier and returns what became of each test:
 * `{ name, status: 'passed' | 'failed' | 'skipped' }`. A file that does not load, and a Jest that dies or
 * outlives its limit, count as one failed test.
 */
export async function runJest(tier, pathFilters) {
  const files = await testFiles(tier.folders, pathFilters);
  if (files.length === 0) {
    console.log('no test files');
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'durablast-run-'));
  try {
    const report = join(folder, 'report.json');
    // Files that were named are watched by whoever named them, and may be meant to take long.
    const limitMinutes = pathFilters.length === 0 ? tier.limitMinutes : undefined;
    const ending = await start(tier, files, report, limitMinutes);
    return await readReport(report, ending);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function testFiles(folders, pathFilters) {
  const found = [];
  for (const folder of folders.map((name) => join(root, 'test', name)).filter((path) => existsSync(path))) {
    for (const entry of await readdir(folder, { recursive: true })) {
      const path = join(folder, entry);
      const shown = relative(root, path);
      if (!path.endsWith('.test.ts')) continue;
      if (pathFilters.length === 0 || pathFilters.some((text) => shown.includes(text))) found.push(path);
    }
  }
  return found.sort();
}

/** Runs Jest in its own process group, so that at its end or limit nothing it started in that group stays. */
async function start(tier, files, report, limitMinutes) {
  const workers = Math.min(tier.workers, availableParallelism());
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...['-c', '.config/jest.config.mjs', '--json', `--outputFile=${report}`, '--reporters=default'],
    workers === 1 ? '--runInBand' : `--maxWorkers=${String(workers)}`,
    ...['--runTestsByPath', ...files],
  ];
  const env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  };
  const jest = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 1],
  });
  const killGroup = (signal) => killQuietly(-jest.pid, signal);
  const interrupt = (signal) => {
    killGroup(signal);
    setTimeout(() => process.exit(130), 5_000).unref();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  let overran = false;
  const overrun = () => {
    overran = true;
    killGroup('SIGKILL');
  };
  const limit = limitMinutes === undefined ? undefined : setTimeout(overrun, limitMinutes * 60_000);
  const [code, signal] = await new Promise((resolve) => {
    jest.on('error', () => resolve([1, null]));
    jest.on('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  clearTimeout(limit);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  killGroup('SIGKILL');
  if (overran) return `Jest was stopped after ${String(limitMinutes)} minutes`;
  return code === 0 ? undefined : `Jest ended with ${signal ?? `exit code ${String(code)}`}`;
}

function killQuietly(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // The group is gone already.
  }
}

async function readReport(path, ending) {
  const report = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : { testResults: [] };
  const tests = report.testResults.flatMap((file) => {
    const shown = relative(root, file.name);
    if (file.assertionResults.length === 0 && file.status === 'failed') {
      return [{ name: `${shown} loads`, status: 'failed' }];
    }
    return file.assertionResults.map((test) => ({
      name: `${shown}: ${test.fullName}`,
      status: { passed: 'passed', failed: 'failed' }[test.status] ?? 'skipped',
    }));
  });
  if (ending !== undefined && !tests.some(({ status }) => status === 'failed')) {
    tests.push({ name: ending, status: 'failed' });
  }
  return tests;
}
