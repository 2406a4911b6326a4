import type { SequenceSpan } from '../../../src/formats/fasta-spans.ts';
import { cutterOf, isIndependent } from '../../../src/search/cutter-of.ts';
import { splittingRuleOf } from '../../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../../src/search/options.ts';
import type { Program } from '../../../src/search/program.ts';
import { planned, spansOf } from './planned.ts';

async function chunkCount(
  program: Program,
  task: string,
  lengths: readonly number[],
  options: CanonicalOptions = {},
): Promise<number> {
  const spans = spansOf(lengths.map((residueCount, index) => ({ name: `${index}`, residueCount })));
  const totalResidues = lengths.reduce((sum, length) => sum + length, 0);
  return (await planned(spans, cutterOf(splittingRuleOf(program, task), totalResidues, options))).length;
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
    expect(await chunkCount(program, task, Array<number>(6).fill(300))).toBe(1);
  });

  it('are enough for several cores for a big one', async () => {
    expect(await chunkCount(program, task, Array<number>(8_000).fill(1_000))).toBeGreaterThanOrEqual(8);
  });
});

it('500 proteins of usual length keep two cores busy', async () => {
  const lengths = Array.from({ length: 500 }, (_, index) => 100 + ((index * 263) % 600));
  expect(await chunkCount('blastp', 'blastp', lengths)).toBeGreaterThanOrEqual(12);
});

it('a query of no sequences has no chunks', async () => {
  expect(await chunkCount('blastp', 'blastp', [])).toBe(0);
});

it('an ungapped search is cut on reader batches, one with a range not at all', async () => {
  const lengths = Array<number>(100).fill(1_000);
  expect(await chunkCount('blastp', 'blastp', lengths, { ungapped: '' })).toBe(10);
  expect(await chunkCount('blastp', 'blastp', lengths, { query_loc: '1-9' })).toBe(1);
});

describe('a sequence gives the same alone as among others', () => {
  const span = (residueCount: number): SequenceSpan => ({
    startByte: 0,
    endByte: 1,
    residueCount,
    digest: 'a',
  });
  const rule = splittingRuleOf('blastp', 'blastp');

  it.each<[string, number, CanonicalOptions, boolean]>([
    ['a usual one', 400, {}, true],
    ['one of nine tenths of a reader batch', 9_000, {}, true],
    ['a longer one', 9_001, {}, false],
    ['any, ungapped', 400, { ungapped: '' }, false],
    ['any, of which a part is searched', 400, { query_loc: '1-9' }, false],
  ])('%s', (_what, residueCount, options, expected) => {
    expect(isIndependent(span(residueCount), rule, options)).toBe(expected);
  });

  it('not where a search is cut on reader batches', () => {
    expect(isIndependent(span(400), splittingRuleOf('tblastx', 'tblastx'), {})).toBe(false);
  });
});
