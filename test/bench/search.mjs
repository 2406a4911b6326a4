import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodeSearch } from './api.mjs';
import { batchEnvironment, buildDatabase, runBlast } from './blast-tool.mjs';
import { realProteins } from './data.mjs';
import { cpuSecondsOfEndedChildren, median, timed } from './measure.mjs';
import { describeReport, sameBytes } from './same-bytes.mjs';
import { withStack } from './stack.mjs';

export const description =
  '500 proteins against 20,000 through HTTP to the downloaded table, beside blastp -num_threads';

/** BLAST's own defaults: more rows, and so more to format and to carry, than a stricter E-value would give. */
export const searchForm = { program: 'blastp', db: 'proteins', options: '-outfmt 6' };

const limit = 1.05;
const threads = String(availableParallelism());

export async function run(context) {
  const { query, databaseFile } = await realProteins(context);
  const databaseFolder = await buildDatabase(context, searchForm.db, databaseFile);
  const job = { query, databaseFolder };
  const sides = { http: () => throughHttp(context, job), blastp: () => bareBlastp(context, job) };
  console.log(
    `\n${''.padEnd(9)}${'through HTTP'.padStart(19)}${`blastp -num_threads ${threads}`.padStart(27)}`,
  );
  console.log(row('pair', ['wall s', 'CPU s', 'wall s', 'CPU s', 'ratio']));
  const pairs = [];
  for (let number = 1; number <= (context.quick ? 1 : 3); number += 1) {
    // Turn and turn about, so that a machine that slows down or speeds up favours neither.
    const pair = {};
    const order = number % 2 === 1 ? ['http', 'blastp'] : ['blastp', 'http'];
    for (const side of order) pair[side] = await sides[side]();
    if (!sameBytes(pair.http.report, pair.blastp.report)) return false;
    pairs.push(pair);
    console.log(row(String(number), [...figures([pair])]));
  }
  const [ratio] = figures(pairs).slice(-1);
  console.log(row('median', figures(pairs)));
  console.log(`\nThe reports are identical: ${describeReport(pairs[0].http.report)}`);
  console.log(`ratio ${ratio.toFixed(2)} (limit ${limit})`);
  return ratio <= limit;
}

/** Wall and CPU seconds of both sides and the ratio of the wall times: of each, the median over the pairs. */
function figures(pairs) {
  const of = (figure) => median(pairs.map(figure));
  return [
    of(({ http }) => http.wall),
    of(({ http }) => http.cpu),
    of(({ blastp }) => blastp.wall),
    of(({ blastp }) => blastp.cpu),
    of(({ http, blastp }) => http.wall / blastp.wall),
  ];
}

function row(name, cells) {
  const shown = cells.map((cell, index) =>
    typeof cell === 'number' ? cell.toFixed(index === 4 ? 3 : 2) : cell,
  );
  return name.padEnd(8) + shown.map((cell, index) => cell.padStart(index === 2 ? 17 : 10)).join('');
}

/** A stack that has never computed anything: started before the clock, stopped after it. */
function throughHttp(context, { query, databaseFolder }) {
  return withStack(context, databaseFolder, async ({ api, cpuSeconds }) => {
    const search = await encodeSearch({ ...searchForm, fasta: query });
    const cpuBefore = cpuSeconds();
    const { result: report, ms } = await timed(async () => {
      const submission = await api.submit(search);
      await api.completed(submission.job.report_id);
      return api.report(submission);
    });
    return { wall: ms / 1000, cpu: cpuSeconds() - cpuBefore, report };
  });
}

async function bareBlastp(context, { query, databaseFolder }) {
  const { folder } = context;
  const [queryFile, reportFile] = [join(folder, 'query.fasta'), join(folder, 'rival.tsv')];
  await writeFile(queryFile, query);
  const environment = { ...(await batchEnvironment('blastp', 'blastp')), BLASTDB: databaseFolder };
  const files = ['-query', queryFile, '-out', reportFile];
  const args = ['-db', searchForm.db, ...searchForm.options.split(' '), '-num_threads', threads, ...files];
  const cpuBefore = cpuSecondsOfEndedChildren();
  const { result: report, ms } = await timed(async () => {
    await runBlast(context, 'blastp', args, { folder, environment });
    return readFile(reportFile);
  });
  const cpu = cpuSecondsOfEndedChildren() - cpuBefore;
  await rm(reportFile);
  return { wall: ms / 1000, cpu, report };
}
