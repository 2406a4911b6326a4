import { readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { encodeSearch } from './api.mjs';
import { buildDatabase, runBlast } from './blast-tool.mjs';
import { built } from './built.mjs';
import { realProteins } from './data.mjs';
import { cpuSecondsOfEndedChildren, median, timed } from './measure.mjs';
import { figures, inTurn, measured, tableHead, tableRow } from './pairs.mjs';
import { describeReport, sameBytes } from './same-bytes.mjs';
import { withStack } from './stack.mjs';

export const description =
  'XML and JSON (outfmt 5 and 15) of 500 proteins against 20,000, beside blast_formatter on one archive';

const limit = 0.7;
const outfmts = ['5', '15'];
const form = { program: 'blastp', db: 'proteins' };

export async function run(context) {
  const { query, databaseFile } = await realProteins(context);
  const databaseFolder = await buildDatabase(context, form.db, databaseFile);
  return withStack(context, databaseFolder, async (stack) => {
    const rounds = [];
    for (let number = 1; number <= (context.quick ? 1 : 3); number += 1) {
      // One more protein each time: a new search, whose reports nobody has made, that shares all but its last chunks.
      const fasta = `${query}>round_${number}\n${'MKTAYIAKQR'.repeat(3 + number)}\n`;
      const round = await pairsOf(context, stack, { fasta, databaseFolder, number });
      if (!round) return false;
      rounds.push(round);
    }
    return judge(rounds);
  });
}

/** The reports of one search by both sides, in turn first and second; nothing if they differ. Each leaves a file. */
async function pairsOf(context, { api, cpuSeconds }, { fasta, databaseFolder, number }) {
  const files = Object.fromEntries(
    ['archive', 'http', 'rival'].map((name) => [name, join(context.folder, `${name}.out`)]),
  );
  await fetchReport(api, fasta, '11', files.archive);
  const parts = await splitArchive(files.archive, availableParallelism());
  if (number === 1) {
    const { size } = await stat(files.archive);
    console.log(`\nThe archive of the whole run has ${size.toLocaleString('en')} bytes.`);
    console.log(tableHead('format', 'blast_formatter'));
  }
  const pairs = {};
  for (const outfmt of outfmts) {
    const format = (archive, out) =>
      runBlast(context, 'blast_formatter', ['-archive', archive, '-outfmt', outfmt, '-out', out], {
        folder: context.folder,
        environment: { BLASTDB: databaseFolder },
      });
    const sides = {
      http: () => measured(cpuSeconds, () => fetchReport(api, fasta, outfmt, files.http)),
      rival: () => measured(cpuSecondsOfEndedChildren, () => format(files.archive, files.rival)),
    };
    pairs[outfmt] = await inTurn(number, sides);
    const { ms } = await timed(() => Promise.all(parts.map((part) => format(part, `${part}.out`))));
    pairs[outfmt].sideBySide = ms / 1000 / pairs[outfmt].rival.wall;
    const report = await readFile(files.http);
    if (!sameBytes(comparable(report), comparable(await readFile(files.rival)))) return undefined;
    console.log(tableRow(outfmt, figures([pairs[outfmt]])));
    if (number === 1) console.log(`  ${describeReport(report)}`);
  }
  return pairs;
}

/** Into files of about the same size, cut between the archives of reader batches as the product cuts. */
async function splitArchive(file, count) {
  const { startsBySize } = await built('src/report/plan-steps.js');
  const archives = (await readFile(file, 'latin1')).split(/^(?=Blast4-archive ::= \{)/m);
  const sizes = archives.map(({ length }) => length);
  const starts = startsBySize(sizes, Array(count).fill(1));
  const parts = starts.map((_, index) => `${file}.${index}`);
  for (const [index, part] of parts.entries()) {
    await writeFile(part, archives.slice(starts[index], starts[index + 1]).join(''), 'latin1');
  }
  return parts;
}

/** The first one waits for the search; the others are made of what it left. */
async function fetchReport(api, fasta, outfmt, file) {
  const submission = await api.submit(await encodeSearch({ ...form, options: `-outfmt ${outfmt}`, fasta }));
  await api.completed(submission.job.report_id);
  await api.download(submission, file);
}

/** Without the statistics that the formatter repeats for every query of an archive and we give to each its own. */
function comparable(report) {
  return Buffer.from(
    report.toString('latin1').replaceAll(/((?:hsp|eff)[-_](?:len|space)(?:>|": ))\d+/g, '$1'),
    'latin1',
  );
}

function judge(rounds) {
  const ratios = outfmts.map((outfmt) => {
    const medians = figures(rounds.map((round) => round[outfmt]));
    console.log(tableRow(`median ${outfmt}`, medians));
    return medians.at(-1);
  });
  const ratio = Math.max(...ratios);
  const sideBySide = outfmts.map((outfmt) => median(rounds.map((round) => round[outfmt].sideBySide)));
  console.log(
    '\nBare formatters side by side, one for each core and its part of the archive, take ' +
      `${sideBySide.map((share) => share.toFixed(2)).join(' and ')} of the time of one.`,
  );
  console.log('The reports are identical, but for the statistics of the queries.');
  console.log(`ratio ${ratio.toFixed(2)} (limit ${limit})`);
  return ratio <= limit;
}
