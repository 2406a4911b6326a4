import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { encodeSearch } from './api.mjs';
import { BenchError } from './bench-error.mjs';
import { buildDatabase } from './blast-tool.mjs';
import { realProteins } from './data.mjs';
import { load } from './http-load.mjs';
import { median, processUse } from './measure.mjs';
import { searchForm } from './search.mjs';
import { withStack } from './stack.mjs';

export const description =
  'GET /jobs/{id} over 64 connections, running and finished, beside a bare Node server with the same bytes';

const wantedRatio = 0.5;
const connections = 64;

export async function run(context) {
  const { query, databaseFile } = await realProteins(context);
  const databaseFolder = await buildDatabase(context, searchForm.db, databaseFile);
  return withStack(context, databaseFolder, async ({ api, url, pids }) => {
    const form = await encodeSearch({ ...searchForm, fasta: query });
    const { job } = await api.submit(form);
    await untilRunning(api, job.id);
    const bare = await startBareServer();
    try {
      // A worker that stands still leaves the job as it is, and the cores to the server that is measured.
      process.kill(pids.worker, 'SIGSTOP');
      const sides = { port: Number(new URL(url).port), pid: pids.api, bare, path: `/jobs/${job.id}` };
      const running = await compare(context, 'running', sides);
      process.kill(pids.worker, 'SIGCONT');
      await api.completed(job.id);
      const finished = await compare(context, 'finished', sides);
      return judge([running, finished]);
    } finally {
      process.kill(pids.worker, 'SIGCONT');
      bare.child.kill();
    }
  });
}

async function untilRunning(api, jobId) {
  for (;;) {
    const { state, progress_detail: progress } = await api.job(jobId);
    if (state === 'running' && progress.total > 0) return;
    if (state !== 'queued' && state !== 'running') throw new BenchError(`The job is ${state} already.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Rounds of all three, in turn first and last, after one that does not count. */
async function compare({ quick }, title, { port, pid, bare, path }) {
  const requests = quick ? 2_000 : 20_000;
  const ask = (side, headers) => load({ ...side, path, headers, connections, requests });
  const { head, body } = await ask({ port });
  const [, tag] = /^etag: (.*)$/im.exec(head) ?? [];
  await bare.answerWith(head, body);
  const sides = {
    api: () => perCpuSecond(pid, requests, () => ask({ port })),
    notModified: () => perCpuSecond(pid, requests, () => ask({ port }, { 'If-None-Match': tag }), 304),
    bare: () => perCpuSecond(bare.child.pid, requests, () => ask({ port: bare.port })),
  };
  const order = Object.keys(sides);
  const rounds = [];
  for (let round = 0; round <= (quick ? 1 : 5); round += 1) {
    const rates = {};
    for (const side of round % 2 === 0 ? order : order.toReversed()) rates[side] = await sides[side]();
    if (round > 0) rounds.push(rates);
  }
  return show(title, rounds);
}

/** Requests that a server answers in one second of its own processor time. */
async function perCpuSecond(pid, requests, ask, status = 200) {
  const before = processUse(pid).cpuSeconds;
  const answer = await ask();
  if (answer.status !== status) throw new BenchError(`The answer was ${answer.status}, not ${status}.`);
  return requests / (processUse(pid).cpuSeconds - before);
}

function show(title, rounds) {
  const of = (figure) => median(rounds.map(figure));
  const figures = {
    ratio: of((rates) => rates.api / rates.bare),
    notModified: of((rates) => rates.notModified / rates.api),
  };
  const rate = (side) =>
    Math.round(of((rates) => rates[side]))
      .toLocaleString('en')
      .padStart(8);
  console.log(
    `${title.padEnd(10)}requests per CPU second: ${rate('api')}, 304s ${rate('notModified')}, bare ${rate('bare')}; ` +
      `ratio ${figures.ratio.toFixed(2)}, 304s ${figures.notModified.toFixed(2)} times as many`,
  );
  return figures;
}

function judge(all) {
  const ratio = Math.min(...all.map((one) => one.ratio));
  const notModified = Math.min(...all.map((one) => one.notModified));
  const good = ratio >= wantedRatio && notModified > 1;
  console.log(
    `ratio ${ratio.toFixed(2)} (at least ${wantedRatio}), 304s ${notModified.toFixed(2)} (more than 1): ` +
      (good ? 'reached' : 'not reached'),
  );
  return good;
}

async function startBareServer() {
  const child = fork(fileURLToPath(new URL('./bare-server.mjs', import.meta.url)));
  const [port] = await once(child, 'message');
  return {
    child,
    port,
    async answerWith(head, body) {
      child.send({ head, body: body.toString() });
      await once(child, 'message');
    },
  };
}
