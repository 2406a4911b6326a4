import { cutterOf } from '../../../src/search/cutter-of.ts';
import { splittingRuleOf } from '../../../src/search/exactness.ts';
import type { Program } from '../../../src/search/program.ts';
import { planned, spansOf } from './planned.ts';

async function chunkCount(program: Program, task: string, lengths: readonly number[]): Promise<number> {
  const spans = spansOf(lengths.map((residueCount, index) => ({ name: `${index}`, residueCount })));
  const shape = {
    totalResidues: lengths.reduce((sum, length) => sum + length, 0),
    longestResidues: Math.max(...lengths),
  };
  return (await planned(spans, cutterOf(splittingRuleOf(program, task), shape))).length;
}

const tasks: readonly [Program, string][] = [
  ['blastp', 'blastp'],
  ['blastp', 'blastp-fast'],
  ['blastx', 'blastx'],
  ['tblastn', 'tblastn'],
  ['tblastx', 'tblastx'],
  ['blastn', 'blastn'],
  ['blastn', 'megablast'],
];

describe.each(tasks)('the chunks of %s, task %s', (program, task) => {
  it('are one for a small query', async () => {
    expect(await chunkCount(program, task, Array<number>(20).fill(400))).toBe(1);
  });

  it('are enough for several cores for a big one', async () => {
    expect(await chunkCount(program, task, Array<number>(8_000).fill(1_000))).toBeGreaterThanOrEqual(8);
  });
});

it('500 proteins of usual length keep two cores busy', async () => {
  const lengths = Array.from({ length: 500 }, (_, index) => 100 + ((index * 263) % 600));
  expect(await chunkCount('blastp', 'blastp', lengths)).toBeGreaterThanOrEqual(12);
});

describe('a sequence about as long as a reader batch', () => {
  const rule = splittingRuleOf('blastp', 'blastp');
  const sequences = Array.from({ length: 200 }, (_, index) => ({ name: `${index}`, residueCount: 400 }));
  const startsOf = async (longestResidues: number): Promise<number[]> => {
    const cutter = cutterOf(rule, { totalResidues: 80_000, longestResidues });
    return (await planned(spansOf(sequences), cutter)).map(({ queriesBefore }) => queriesBefore);
  };

  it('moves the cuts of the whole query to reader batches', async () => {
    expect(await startsOf(9_001)).toEqual([0, 25, 50, 75, 100, 125, 150, 175]);
  });

  it('does not when it is a little shorter', async () => {
    expect(await startsOf(9_000)).not.toEqual(await startsOf(9_001));
  });
});
