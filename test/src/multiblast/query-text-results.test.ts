import { maxResultsProblem } from '../../../src/multiblast/query-text-results.ts';

const messageOf = (...of: Parameters<typeof maxResultsProblem>): string | undefined =>
  maxResultsProblem(...of)?.['jobConfig.query'][0];

describe('the results a query may give', () => {
  it.each([
    [1, 5_000],
    [19, 500],
    [99, 100],
    [9_999, 1],
    [0, 10_000],
  ])('%i sequences with %i targets are within 10,000', (sequences, targets) => {
    expect(maxResultsProblem(sequences, targets, 10_000)).toBeUndefined();
  });

  it.each([
    [1, 5_001, 'Lower maxTargetSequences to 5000.'],
    [20, 500, 'Lower maxTargetSequences to 476, or send no more than 19 sequences.'],
    [100, 100, 'Lower maxTargetSequences to 99, or send no more than 99 sequences.'],
    [10_000, 1, 'Send no more than 9999 sequences.'],
    [3, 5_000, 'Lower maxTargetSequences to 2500, or send no more than 1 sequence.'],
    [20_000, 20_000, 'Send fewer sequences and lower maxTargetSequences.'],
  ])(
    '%i sequences with %i targets are too many, and it says what is possible',
    (sequences, targets, ways) => {
      expect(messageOf(sequences, targets, 10_000)).toMatch(new RegExp(`allows 10000\\. ${ways}$`));
    },
  );

  it('are told in full and the same on both keys', () => {
    const message =
      'A query of 1 sequence with up to 6 target sequences each may give (1 + 1) × 6 = 12 results, and this server ' +
      'allows 10. Lower maxTargetSequences to 5.';
    expect(maxResultsProblem(1, 6, 10)).toEqual({
      'jobConfig.query': [message],
      'blastConfig.maxTargetSequences': [message],
    });
  });
});
