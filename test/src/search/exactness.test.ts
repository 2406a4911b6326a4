import { splittingRuleOf, splittingRules } from '../../../src/search/exactness.ts';
import { programs } from '../../../src/search/program.ts';

describe('how a query may be split', () => {
  it('anywhere, for exactly the tasks that the oracle tests prove', () => {
    const anywhere = programs.flatMap((program) =>
      Object.entries(splittingRules[program]).flatMap(([task, { cut }]) =>
        cut === 'anywhere' ? [`${program} ${task}`] : [],
      ),
    );
    expect(anywhere).toEqual(['blastp blastp', 'blastp blastp-fast', 'blastx blastx', 'tblastn tblastn']);
  });

  it.each([
    ['blastn', 'dc-megablast', 100_000],
    ['blastp', 'blastp-short', 10_000],
    ['blastx', 'blastx-fast', 10_002],
    ['tblastn', 'tblastn-fast', 20_000],
    ['tblastx', 'something new', 10_002],
  ] as const)('on reader batches for %s %s, which nothing proves', (program, task, batchSizeResidues) => {
    expect(splittingRuleOf(program, task)).toMatchObject({ cut: 'reader-batches', batchSizeResidues });
  });

  it.each(['toString', 'constructor', '__proto__'])('on reader batches for a task called %s', (task) => {
    expect(splittingRuleOf('blastp', task).cut).toBe('reader-batches');
  });
});
