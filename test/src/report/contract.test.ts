import { formatSteps } from '../../../src/report/contract.ts';

const lengths = (steps: ReturnType<typeof formatSteps>) => steps.map(({ from, to }) => to - from);

describe('formatSteps', () => {
  it.each([
    [1, [1]],
    [3, [1, 1, 1]],
    [4, [1, 1, 1, 1]],
    [10, [2, 3, 2, 3]],
    [128, [32, 32, 32, 32]],
    [129, [25, 26, 26, 26, 26]],
  ])('shares %i chunks out as %j', (chunkCount, expected) => {
    const steps = formatSteps({ chunkCount });
    expect(lengths(steps)).toEqual(expected);
    expect(steps.map(({ from }) => from)).toEqual([0, ...steps.slice(0, -1).map(({ to }) => to)]);
  });

  it('renders the chunks of a search in rounds one by one', () => {
    expect(lengths(formatSteps({ chunkCount: 5, inRounds: true }))).toEqual([1, 1, 1, 1, 1]);
  });

  it('begins where a plan says', () => {
    expect(formatSteps({ chunkCount: 9, stepStarts: [0, 1, 7] })).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 7 },
      { from: 7, to: 9 },
    ]);
  });
});
