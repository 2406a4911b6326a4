import { encodeSearch } from './api.mjs';
import { buildDatabase } from './blast-tool.mjs';
import { BenchError } from './bench-error.mjs';
import { realProteins } from './data.mjs';
import { askFor, openConnection } from './kept-connection.mjs';
import { showTimes, timed } from './measure.mjs';
import { describeReport } from './same-bytes.mjs';
import { searchForm } from './search.mjs';
import { withStack } from './stack.mjs';

export const description = 'the same request again: POST and whole report of a finished search, 200 times';

const limitMs = 15;
/** Uncounted: the code that V8 has not compiled yet, and what a minute of BLAST has driven out of the caches. */
const warmUps = 100;
const repetitions = 200;

export async function run(context) {
  const { query, databaseFile } = await realProteins(context);
  const databaseFolder = await buildDatabase(context, searchForm.db, databaseFile);
  return withStack(context, databaseFolder, async (stack) => {
    const { api } = stack;
    const form = await encodeSearch({ ...searchForm, fasta: query });
    const first = await timed(() => answer(api, form));
    console.log(
      `The first time: ${(first.ms / 1000).toFixed(1)} s for ${describeReport(first.result.report)}`,
    );
    const connection = await openConnection(Number(new URL(stack.url).port));
    const again = () => repeated(connection, form, first.result);
    for (let round = 0; round < warmUps; round += 1) await again();
    const before = await counts(stack);
    const rounds = [];
    for (let round = 0; round < repetitions; round += 1) rounds.push(await again());
    connection.close();
    const after = await counts(stack);
    const times = (part) => rounds.map((round) => round[part]);
    const p50 = showTimes({
      POST: times('post'),
      report: times('download'),
      'POST and report': times('both'),
    });
    const nothingStarted = showCounts(before, after);
    console.log(`p50 ${p50.toFixed(1)} ms (limit ${limitMs} ms)`);
    return nothingStarted && p50 <= limitMs;
  });
}

/** The first request of this kind: computes. */
async function answer(api, form) {
  const submission = await api.submit(form);
  await api.completed(submission.job.report_id);
  return { report: await api.report(submission), jobId: submission.job.id };
}

/** Any later one. Nothing is waited for: a report that was not there would be refused. */
async function repeated(connection, { contentType, body }, first) {
  const size = { 'Content-Type': contentType, 'Content-Length': body.length };
  const post = await timed(async () => JSON.parse(await askFor(connection, 'POST', '/v1/jobs', size, body)));
  const { job_id: id, job } = post.result;
  const download = await timed(() => askFor(connection, 'GET', `/v1/jobs/${id}/results?content=report`));
  if (!download.result.equals(first.report) || job.id !== first.jobId) {
    throw new BenchError('The answer to the repeated request is not that to the first.');
  }
  return { post: post.ms, download: download.ms, both: post.ms + download.ms };
}

async function counts({ api, countWorkflows }) {
  return { dispositions: await api.dispositions(), workflows: await countWorkflows() };
}

/** Says what the repetitions were to the API and to Temporal, and whether none of them started anything. */
function showCounts(before, after) {
  const grown = (name) => (after.dispositions[name] ?? 0) - (before.dispositions[name] ?? 0);
  const names = ['started', 'attached', 'completed', 'failed'];
  console.log(
    `\nSubmissions, as the API counts them: ${names.map((name) => `${grown(name)} ${name}`).join(', ')}`,
  );
  console.log(`Workflows, as Temporal counts them: ${before.workflows} before, ${after.workflows} after`);
  const answered =
    grown('completed') === repetitions && names.every((name) => name === 'completed' || !grown(name));
  const same = before.workflows > 0 && after.workflows === before.workflows;
  if (!answered || !same)
    console.log('A repeated request must be answered from the store, and these were not.');
  return answered && same;
}
