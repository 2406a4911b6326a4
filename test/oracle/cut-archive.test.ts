import { canCutArchive, cutArchive } from '../../src/report/index.ts';
import { isLongForBatch } from '../../src/search/before-long.ts';
import { isExactAnywhere, splittingRuleOf } from '../../src/search/exactness.ts';
import { programs, programTable } from '../../src/search/program.ts';
import { inPieces, textOf } from '../src/formats/fasta-text.ts';
import { seeded } from '../support/seeded.ts';
import { ExactnessRig } from './exactness-rig.ts';
import { twoAtATime } from './options-rig.ts';
import type { Search } from './report-rig.ts';

/** Set for large runs. */
const configurations = Number(process.env['CUT_CONFIGURATIONS'] ?? 1);

const tasks = programs
  .flatMap((program) => programTable[program].tasks.map((task) => ({ program, task })))
  .filter(({ program, task }) => splittingRuleOf(program, task).cut === 'anywhere');

let rig: ExactnessRig;
beforeAll(async () => {
  rig = await ExactnessRig.create();
}, 60_000);
afterAll(async () => {
  await rig.remove();
});

it.each(tasks)(
  'what is cut from an archive of $program, task $task, is the archive of the query alone, but for statistics and messages',
  async ({ program, task }) => {
    const seen = { configurations: 0, batches: 0, alignments: 0 };
    for (let number = 0; seen.configurations < configurations; number++) {
      const { search } = await rig.randomSearch(program, task, seeded(number * 104_729 + 7));
      const queries = search.queries
        .filter(({ sequence }) => !isLongForBatch(sequence.length, search.batchSize))
        .slice(0, 10);
      const { options } = search;
      if (!isExactAnywhere(splittingRuleOf(program, task), options) || !canCutArchive(options)) continue;
      if ('query_loc' in options || queries.length < 2) continue;
      const whole = await rig.archive({ ...search, queries });
      const pairs = await twoAtATime([...queries.entries()], async ([index, query]) => ({
        cut: await cut(whole, index),
        alone: (await rig.archive(alone(search, query))).toString('latin1'),
      }));
      const where = { number, options, batchSize: search.batchSize };
      for (const [index, { cut, alone }] of pairs.entries())
        expect({ ...where, index, archive: comparable(cut) }).toEqual({
          ...where,
          index,
          archive: comparable(alone),
        });
      seen.configurations += 1;
      seen.batches += count(whole.toString('latin1'), 'Blast4-archive ::= {');
      seen.alignments += count(whole.toString('latin1'), 'type partial,');
    }
    if (process.env['CUT_CONFIGURATIONS']) console.info(program, task, seen);
    expect(seen.batches).toBeGreaterThan(configurations);
    expect(seen.alignments).toBeGreaterThan(configurations * 2);
  },
  60_000 + configurations * 60_000,
);

function alone(search: Search, query: Search['queries'][number]): Search {
  return { ...search, queries: [query] };
}

/** In pieces that end anywhere. */
const cut = (archive: Buffer, index: number): Promise<string> =>
  textOf(cutArchive(inPieces(archive, 10_007), index));

/**
 * Without what an archive has once for all its queries: ungapped parameters, length adjustment, search space, and messages,
 * which only the first archive of a process has; and without an empty list where no list is for a query alone.
 */
function comparable(archive: string): string {
  return archive
    .replaceAll(/(lambda|k|h) \{[^}]*\}(?=,\s+(?:k|h|gapped))/g, '$1')
    .replaceAll(/(name "EffectiveSearchSpace",\s+value big-integer) \d+/g, '$1')
    .replace(/search-stats \{[^}]*\}/, 'search-stats')
    .replace(/,\n      program-options \{\n      \}/, '')
    .replace(/,\n  messages \{[^]*?\n  \}/, '');
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
