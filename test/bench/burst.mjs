import { fileURLToPath } from 'node:url';
import { encodeSearch } from './api.mjs';
import { BenchError } from './bench-error.mjs';
import { buildDatabase } from './blast-tool.mjs';
import { percentile, processUse, timed } from './measure.mjs';
import { shortQueries } from './overhead.mjs';
import { withStack } from './stack.mjs';

export const description = '200 distinct small searches at concurrency 20, then the same 200 again';

const form = { program: 'blastp', db: 'tiny', options: '-outfmt 6' };
const proteins = fileURLToPath(new URL('../fixtures/proteins/database.fasta', import.meta.url));
const concurrency = 20;

export async function run(context) {
  const count = context.quick ? 20 : 200;
  const databaseFolder = await buildDatabase(context, form.db, proteins);
  const queries = await shortQueries(count);
  if (queries.length < count)
    throw new BenchError(`There are ${queries.length} distinct queries, not ${count}.`);
  const searches = await Promise.all(queries.map((fasta) => encodeSearch({ ...form, fasta })));
  return withStack(context, databaseFolder, async (stack) => {
    const first = await pass('computed', stack, searches);
    const again = await pass('again', stack, searches);
    const same = again.reports.every((report, index) => report.equals(first.reports[index]));
    if (!same) console.log('A report was another one the second time.');
    const good = same && isCount(first, 'started', count) && isCount(again, 'completed', count);
    console.log(
      `${first.perSecond.toFixed(1)} searches per second, then ${again.perSecond.toFixed(1)}: ` +
        (good ? 'each computed once' : 'not each computed once'),
    );
    return good;
  });
}

/** Every search from POST to the last byte of its report, so many at a time. */
async function pass(title, { api, pids }, searches) {
  const before = { uses: usesOf(pids), dispositions: await api.dispositions() };
  const times = [];
  const reports = [];
  let next = 0;
  const work = async () => {
    while (next < searches.length) {
      const index = next++;
      const { result, ms } = await timed(() => answer(api, searches[index]));
      times.push(ms);
      reports[index] = result;
    }
  };
  const { ms } = await timed(() => Promise.all(Array.from({ length: concurrency }, work)));
  const perSecond = searches.length / (ms / 1000);
  const p = (percent) => `p${percent} ${Math.round(percentile(times, percent))} ms`;
  console.log(`\n${title}: ${perSecond.toFixed(1)} searches per second, ${p(50)}, ${p(99)}`);
  showUses(before.uses, usesOf(pids));
  return { perSecond, reports, before: before.dispositions, after: await api.dispositions() };
}

async function answer(api, search) {
  const submission = await api.submit(search);
  await api.completed(submission.job.report_id);
  return api.report(submission);
}

function usesOf(pids) {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processUse(pid)]));
}

/** A process's own time; the tools' is that of the worker's children that have ended. */
function showUses(before, after) {
  for (const [name, use] of Object.entries(after)) {
    const own = use.cpuSeconds - before[name].cpuSeconds;
    const children = use.childCpuSeconds - before[name].childCpuSeconds;
    const tools = name === 'worker' ? `, its tools ${children.toFixed(1)} s` : '';
    const memory = `${Math.round(use.peakBytes / 1e6)} MB at most`;
    console.log(`  ${name.padEnd(9)}${own.toFixed(1).padStart(6)} s of CPU, ${memory}${tools}`);
  }
}

function isCount({ before, after }, disposition, count) {
  const grown = (name) => (after[name] ?? 0) - (before[name] ?? 0);
  const names = ['started', 'attached', 'completed', 'failed'];
  console.log(`Submissions: ${names.map((name) => `${grown(name)} ${name}`).join(', ')}`);
  return names.every((name) => grown(name) === (name === disposition ? count : 0));
}
