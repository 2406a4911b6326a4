import { encodeSearch } from './api.mjs';
import { buildDatabase } from './blast-tool.mjs';
import { realProteins, sequenceOf } from './data.mjs';
import { median, timed } from './measure.mjs';
import { describeReport } from './same-bytes.mjs';
import { searchForm } from './search.mjs';
import { withStack } from './stack.mjs';

export const description = 'one of 500 queries edited, beside the time that the whole search took';

const limitShare = 0.05;
const limitExtraSeconds = 1;
/** Each of another sequence of the first query, evenly spread over it. */
const edits = 9;

export async function run(context) {
  const { query, databaseFile } = await realProteins(context);
  const databaseFolder = await buildDatabase(context, searchForm.db, databaseFile);
  const records = query.split(/^(?=>)/m);
  return withStack(context, databaseFolder, async (stack) => {
    const full = await answer(stack, records);
    console.log(
      `The whole search: ${shown(full)}, ${full.chunks} chunks; ${describeReport(full.report)}\n\n` +
        `${'edited'.padEnd(10)}${'wall s'.padStart(8)}${'CPU s'.padStart(8)}`,
    );
    const rounds = [];
    for (let round = 0; round < edits; round += 1) {
      const at = Math.floor(((round + 0.5) / edits) * records.length);
      const edited = await answer(stack, records.toSpliced(at, 1, withoutLastResidue(records[at])));
      rounds.push(edited);
      const cells = [edited.wall, edited.cpu].map((seconds) => seconds.toFixed(2).padStart(8));
      console.log(String(at + 1).padEnd(10) + cells.join(''));
    }
    return verdict(full, rounds);
  });
}

function verdict(full, rounds) {
  const walls = rounds.map(({ wall }) => wall);
  const limit = full.wall * limitShare + limitExtraSeconds;
  const middle = median(walls);
  const cpu = median(rounds.map((round) => round.cpu));
  console.log(
    `\nCPU of an edit over CPU of the whole: ${((100 * cpu) / full.cpu).toFixed(1)} %; slowest edit ${Math.max(...walls).toFixed(2)} s`,
  );
  const share = `${((100 * middle) / full.wall).toFixed(1)} % of ${full.wall.toFixed(1)} s`;
  console.log(
    `median ${middle.toFixed(2)} s, ${share} (limit ${limit.toFixed(2)} s: 5 % and 1 s): ${middle <= limit ? 'within' : 'over'}`,
  );
  return middle <= limit;
}

/** From the POST to the last byte of the report. */
async function answer({ api, cpuSeconds }, records) {
  const form = await encodeSearch({ ...searchForm, fasta: records.join('') });
  const cpuBefore = cpuSeconds();
  const { result, ms } = await timed(async () => {
    const submission = await api.submit(form);
    await api.completed(submission.job.report_id);
    return { submission, report: await api.report(submission) };
  });
  const { progress_detail: progress } = await api.job(result.submission.job.id);
  return { wall: ms / 1000, cpu: cpuSeconds() - cpuBefore, report: result.report, chunks: progress?.total };
}

const shown = ({ wall, cpu }) => `${wall.toFixed(1)} s, ${cpu.toFixed(1)} CPU s`;

function withoutLastResidue(record) {
  return `${record.slice(0, record.indexOf('\n'))}\n${sequenceOf(record).slice(0, -1)}\n`;
}
