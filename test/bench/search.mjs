import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodeSearch } from './api.mjs';
import { batchEnvironment, buildDatabase, runBlast } from './blast-tool.mjs';
import { realProteins } from './data.mjs';
import { cpuSecondsOfEndedChildren } from './measure.mjs';
import { figures, inTurn, measured, tableHead, tableRow } from './pairs.mjs';
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
  const sides = { http: () => throughHttp(context, job), rival: () => bareBlastp(context, job) };
  console.log(tableHead('pair', `blastp -num_threads ${threads}`));
  const pairs = [];
  for (let number = 1; number <= (context.quick ? 1 : 3); number += 1) {
    const pair = await inTurn(number, sides);
    if (!sameBytes(pair.http.result, pair.rival.result)) return false;
    pairs.push(pair);
    console.log(tableRow(String(number), figures([pair])));
  }
  const [ratio] = figures(pairs).slice(-1);
  console.log(tableRow('median', figures(pairs)));
  console.log(`\nThe reports are identical: ${describeReport(pairs[0].http.result)}`);
  console.log(`ratio ${ratio.toFixed(2)} (limit ${limit})`);
  return ratio <= limit;
}

/** A stack that has never computed anything: started before the clock, stopped after it. */
function throughHttp(context, { query, databaseFolder }) {
  return withStack(context, databaseFolder, async ({ api, cpuSeconds }) => {
    const search = await encodeSearch({ ...searchForm, fasta: query });
    return measured(cpuSeconds, async () => {
      const submission = await api.submit(search);
      await api.completed(submission.job.report_id);
      return api.report(submission);
    });
  });
}

async function bareBlastp(context, { query, databaseFolder }) {
  const { folder } = context;
  const [queryFile, reportFile] = [join(folder, 'query.fasta'), join(folder, 'rival.tsv')];
  await writeFile(queryFile, query);
  const environment = { ...(await batchEnvironment('blastp', 'blastp')), BLASTDB: databaseFolder };
  const files = ['-query', queryFile, '-out', reportFile];
  const args = ['-db', searchForm.db, ...searchForm.options.split(' '), '-num_threads', threads, ...files];
  const run = await measured(cpuSecondsOfEndedChildren, async () => {
    await runBlast(context, 'blastp', args, { folder, environment });
    return readFile(reportFile);
  });
  await rm(reportFile);
  return run;
}
