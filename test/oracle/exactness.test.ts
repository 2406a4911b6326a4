import { splittingRuleOf } from '../../src/search/exactness.ts';
import { programs, programTable, type Program } from '../../src/search/program.ts';
import { seeded } from '../support/seeded.ts';
import { ExactnessRig, withProfiles } from './exactness-rig.ts';
import { forgottenOptions } from './random-options.ts';
import { comparable as reportForm } from './report-compare.ts';

/** Set for large runs. */
const configurations = Number(process.env['EXACTNESS_CONFIGURATIONS'] ?? 2);

const tasks = programs.flatMap((program) =>
  programTable[program].tasks.map((task) => ({ program, task, ...splittingRuleOf(program, task) })),
);

let rig: ExactnessRig;
beforeAll(async () => {
  rig = await ExactnessRig.create();
}, 60_000);
afterAll(async () => {
  await rig.remove();
});

describe('a search in chunks equals the one with the same BATCH_SIZE that is not cut', () => {
  it.each(tasks)(
    '$program, task $task, cut at $cut',
    async ({ program, task }) => {
      const seen = { configurations: 0, chunks: 0, rows: 0 };
      const takesLong = task.endsWith('-fast') || withProfiles.includes(program);
      const count = Math.ceil(configurations / (takesLong ? 3 : 1));
      for (let number = 0; number < count; number++) {
        const random = seeded(seedOf(program, task) + number);
        const { search, outfmt } = await rig.randomSearch(program, task, random);
        const rows = await rig.both(search, '6');
        const where = { number, options: search.options, batchSize: search.batchSize, chunks: search.chunks };
        expect({ ...where, rows: rows.inChunks.toString() }).toEqual({
          ...where,
          rows: rows.whole.toString(),
        });
        const report = await rig.both(search, String(outfmt));
        expect({ ...where, outfmt, report: comparable(outfmt, report.inChunks) }).toEqual({
          ...where,
          outfmt,
          report: comparable(outfmt, report.whole),
        });
        seen.configurations += 1;
        seen.chunks += search.chunks.length;
        seen.rows += rows.whole.toString().split('\n').length - 1;
      }
      if (process.env['EXACTNESS_CONFIGURATIONS']) console.info(program, task, seen);
      expect(seen.chunks).toBeGreaterThan(count);
      expect(seen.rows).toBeGreaterThan(count * 5);
    },
    60_000 + configurations * 60_000,
  );
});

it.each(programs)('every option of %s is drawn, or left out for a reason', (program) => {
  expect(forgottenOptions(program)).toEqual([]);
});

it('every task that is cut anywhere is one of these tasks', () => {
  const anywhere = programs.flatMap((program) =>
    programTable[program].tasks
      .filter((task) => splittingRuleOf(program, task).cut === 'anywhere')
      .map((task) => `${program} ${task}`),
  );
  const tested = tasks.map(({ program, task }) => `${program} ${task}`);
  expect(anywhere.filter((name) => !tested.includes(name))).toEqual([]);
  expect(anywhere.length).toBeGreaterThan(0);
});

/**
 * The form of the format's own rule, but for two things. Length adjustment and search space are those of the archive where
 * they cannot be computed for a query (`oracle/report-statistics` proves the rest). SAM rows of equal place and score come
 * in another order when fewer rows are sorted, as blast_formatter does for each chunk.
 */
function comparable(outfmt: number, report: Buffer): unknown {
  const text = report
    .toString('latin1')
    .replaceAll(/(hsp-len>|eff-space>|"(?:hsp_len|eff_space)": ?)-?\d+/g, '$10');
  const form = reportForm(outfmt, Buffer.from(text, 'latin1'));
  return outfmt === 17 && typeof form === 'string' ? form.split('\n').sort() : form;
}

/** Distant enough for thousands of configurations. */
function seedOf(program: Program, task: string): number {
  return (
    Array.from(`${program} ${task}`, (letter) => letter.charCodeAt(0)).reduce(
      (sum, letter) => (sum * 31 + letter) % 100_003,
      7,
    ) * 10_000
  );
}
