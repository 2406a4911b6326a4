import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export function median(values) {
  return percentile(values, 50);
}

/** The middle of two neighbours where the percentile falls between them, in proportion. */
export function percentile(values, percent) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = ((sorted.length - 1) * percent) / 100;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** Prints p50 and p99 of milliseconds, by title. @returns the last p50 */
export function showTimes(timesMs) {
  const line = (title, cells) =>
    console.log(title.padEnd(18) + cells.map((cell) => cell.padStart(8)).join(''));
  console.log('');
  line('ms', ['p50', 'p99']);
  let p50;
  for (const [title, times] of Object.entries(timesMs)) {
    p50 = percentile(times, 50);
    line(title, [p50.toFixed(1), percentile(times, 99).toFixed(1)]);
  }
  return p50;
}

/** What `work` resolves with, and how long that took. */
export async function timed(work) {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

/** CPU seconds need Linux's /proc; elsewhere they are `NaN` and shown as such. */
const hasProc = existsSync('/proc/self/stat');

/**
 * CPU seconds, user and system, that processes and their descendants have used so far, those that have ended and were
 * waited for among them. Only differences mean something.
 */
export function cpuSecondsOf(pids) {
  if (!hasProc) return Number.NaN;
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name) ?? []);
  const wanted = new Set(pids);
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  return all.filter(({ pid }) => wanted.has(pid)).reduce((sum, { own, reaped }) => sum + own + reaped, 0);
}

/** What one process has used so far: CPU seconds of its own and of its children that have ended, and its most memory. */
export function processUse(pid) {
  if (!hasProc) return { cpuSeconds: Number.NaN, childCpuSeconds: Number.NaN, peakBytes: Number.NaN };
  const { own, reaped } = readStat(String(pid)) ?? { own: Number.NaN, reaped: Number.NaN };
  const peak = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return { cpuSeconds: own, childCpuSeconds: reaped, peakBytes: Number(peak) * 1024 };
}

/** CPU seconds of our own children that have ended. Only differences mean something. */
export function cpuSecondsOfEndedChildren() {
  return hasProc ? (readStat('self')?.reaped ?? Number.NaN) : Number.NaN;
}

/** proc(5): behind the name in brackets, fields 4 (parent) and 14 to 17 (utime, stime, cutime, cstime, in ticks). */
function readStat(name) {
  let text;
  try {
    text = readFileSync(`/proc/${name}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
  return {
    pid: Number.parseInt(text),
    parent: Number(fields[1]),
    own: (user + system) / ticksPerSecond(),
    reaped: (childrenUser + childrenSystem) / ticksPerSecond(),
  };
}

let knownTicks;
function ticksPerSecond() {
  knownTicks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return knownTicks;
}
