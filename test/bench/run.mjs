/**
 * Runs one benchmark beside its rival:
 *
 *     npm run bench             lists them
 *     npm run bench -- NAME     runs one; exit code 1 when its figure is over the limit or its bytes are wrong
 *
 * `BENCH_QUICK=1` runs a small version, to see that a benchmark works: its figures mean nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.mjs';
import * as burst from './burst.mjs';
import * as collection from './collection.mjs';
import * as edit from './edit.mjs';
import * as overhead from './overhead.mjs';
import * as polling from './polling.mjs';
import * as queryService from './query-service.mjs';
import * as repeat from './repeat.mjs';
import * as report from './report.mjs';
import * as search from './search.mjs';

/** Each has a `description` and `run(context)`, which prints its figures and resolves with whether they are good. */
const benchmarks = {
  ...{ search, repeat, edit, overhead, burst, polling, report },
  'query-service': queryService,
  collection,
};
/** Errors whose message says all that a person needs. */
const forPerson = ['BenchError', 'StackError', 'ConfigurationError'];
/** More than this, and something else is taking part in the measurement. */
const quietLoad = 0.5;

const [name, ...rest] = process.argv.slice(2);
const benchmark = Object.hasOwn(benchmarks, name ?? '') ? benchmarks[name] : undefined;
if (benchmark === undefined || rest.length > 0) {
  listBenchmarks();
  process.exitCode = name === undefined ? 0 : 2;
} else {
  process.exitCode = await runBenchmark(benchmark);
}

function listBenchmarks() {
  if (name !== undefined) console.error(`There is no benchmark "${[name, ...rest].join(' ')}".\n`);
  console.log('npm run bench -- NAME, where NAME is one of:\n');
  for (const [each, { description }] of Object.entries(benchmarks)) {
    console.log(`  ${each.padEnd(15)}${description}`);
  }
}

async function runBenchmark({ description, run }) {
  const interrupted = await interruptSignal();
  const folder = mkdtempSync(join(tmpdir(), 'durablast-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', removeFolder);
  const quick = process.env.BENCH_QUICK === '1';
  try {
    console.log(`${name}: ${description}`);
    if (quick) console.log('BENCH_QUICK=1: a small version; its figures mean nothing.');
    showLoad();
    return (await run({ folder, quick, signal: interrupted })) ? 0 : 1;
  } catch (error) {
    if (interrupted.aborted) return 130;
    console.error(forPerson.includes(error?.constructor?.name) ? error.message : error);
    return 1;
  } finally {
    removeFolder();
  }
}

/** Aborted by the first Ctrl-C, so that everything started is stopped in order; the second one ends us at once. */
async function interruptSignal() {
  const { onInterrupts } = await built('deploy/embedded/interrupts.js');
  const interrupted = new AbortController();
  onInterrupts(
    () => {
      console.error('Stopping (press Ctrl-C again to stop at once)');
      interrupted.abort();
    },
    () => process.exit(130),
  );
  return interrupted.signal;
}

function showLoad() {
  const [load] = loadavg();
  console.log(`${availableParallelism()} cores, load average ${load.toFixed(2)} before the start`);
  if (load > quietLoad) {
    console.log(`Warning: a load above ${quietLoad} means that other programs disturb the figures.`);
  }
}
