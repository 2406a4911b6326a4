import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeSearch } from './api.mjs';
import { batchEnvironment, buildDatabase, runBlast } from './blast-tool.mjs';
import { sequenceOf } from './data.mjs';
import { percentile, timed } from './measure.mjs';
import { inTurn } from './pairs.mjs';
import { sameBytes } from './same-bytes.mjs';
import { withStack } from './stack.mjs';

export const description =
  'one short sequence against a tiny database, submit to report, beside the bare tools';

const limitMs = 600;
const form = { program: 'blastp', db: 'tiny', options: '-outfmt 6' };
const proteins = fileURLToPath(new URL('../fixtures/proteins/database.fasta', import.meta.url));
const shortResidues = 60;

export async function run(context) {
  const databaseFolder = await buildDatabase(context, form.db, proteins);
  const queries = await shortQueries(context.quick ? 8 : 40);
  return withStack(context, databaseFolder, async ({ api }) => {
    const rounds = [];
    for (const [number, query] of queries.entries()) {
      const sides = {
        http: () => throughHttp(api, query),
        bare: () => bareTools(context, databaseFolder, query),
      };
      const round = await inTurn(number + 1, sides);
      if (!sameBytes(round.http.report, round.bare.report)) return false;
      rounds.push({ ...round, parts: await partsOf(api, round.http) });
    }
    return judge(rounds);
  });
}

/** Distinct real sequences: the beginnings of proteins of the database. */
export async function shortQueries(count) {
  const records = (await readFile(proteins, 'latin1')).split(/^(?=>)/m);
  const starts = new Set(records.map((record) => sequenceOf(record).slice(0, shortResidues)));
  const long = [...starts].filter((sequence) => sequence.length === shortResidues);
  return long.slice(0, count).map((sequence, index) => `>short_${index + 1}\n${sequence}\n`);
}

async function throughHttp(api, query) {
  const search = await encodeSearch({ ...form, fasta: query });
  const postedAt = Date.now();
  let answeredAt;
  const { result, ms } = await timed(async () => {
    const submission = await api.submit(search);
    answeredAt = Date.now();
    await api.completed(submission.job.report_id);
    return { submission, report: await api.report(submission) };
  });
  return { ms, ...result, postedAt, answeredAt, hereAt: Date.now() };
}

/** What the product does with its tools, by hand: an archive, then a table of it. */
async function bareTools(context, databaseFolder, query) {
  const folder = await mkdtemp(join(context.folder, 'bare-'));
  const environment = { ...(await batchEnvironment('blastp', 'blastp')), BLASTDB: databaseFolder };
  const { result: report, ms } = await timed(async () => {
    await writeFile(join(folder, 'query.fasta'), query);
    const search = ['-db', form.db, '-query', 'query.fasta', '-outfmt', '11', '-out', 'archive.asn'];
    await runBlast(context, 'blastp', [...search, '-num_threads', '1'], { folder, environment });
    const format = ['-archive', 'archive.asn', ...form.options.split(' '), '-out', 'report'];
    await runBlast(context, 'blast_formatter', format, { folder, environment });
    return readFile(join(folder, 'report'));
  });
  await rm(folder, { recursive: true });
  return { ms, report };
}

/** Where the time of a request went, from what its two jobs say afterwards (whole milliseconds). */
async function partsOf(api, { submission, postedAt, answeredAt, hereAt }) {
  const { id, report_id: reportId } = submission.job;
  const [search, report] = [await api.job(id), await api.job(reportId)];
  const [searched, reported] = [search, report].map((job) => Date.parse(job.finished_at));
  const toolMs = [search, report]
    .flatMap((job) => job.provenance.tools)
    .reduce((sum, tool) => sum + tool.wallMs, 0);
  return {
    'POST until its answer': answeredAt - postedAt,
    'POST until the search is published': searched - postedAt,
    'from there until the report is published': reported - searched,
    'from there until the report is here': hereAt - reported,
    'in all of this, the tools ran for': toolMs,
  };
}

function judge(rounds) {
  const p = (percent, figure) => percentile(rounds.map(figure), percent);
  const line = (title, figure) =>
    console.log(
      title.padEnd(44) + [50, 99].map((percent) => p(percent, figure).toFixed(0).padStart(8)).join(''),
    );
  console.log(`\n${`ms, of ${rounds.length} requests`.padEnd(44)}${'p50'.padStart(8)}${'p99'.padStart(8)}`);
  line('through HTTP, submit to report', ({ http }) => http.ms);
  for (const title of Object.keys(rounds[0].parts)) line(`  ${title}`, ({ parts }) => parts[title]);
  line('bare tools', ({ bare }) => bare.ms);
  const above = p(50, ({ http }) => http.ms) - p(50, ({ bare }) => bare.ms);
  console.log(`\nThe reports are identical.`);
  console.log(`p50 ${above.toFixed(0)} ms above the bare tools (limit ${limitMs} ms)`);
  return above <= limitMs;
}
