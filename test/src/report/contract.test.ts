import { formatSteps, hasFewSteps, startsBySize } from '../../../src/report/contract.ts';

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

describe('startsBySize', () => {
  it.each([
    ['equal ones', [1, 1, 1, 1, 1, 1, 1, 1], [0, 2, 4, 6]],
    ['a large one at the beginning', [30, 1, 1, 1, 1, 1, 1], [0, 1, 3, 5]],
    ['a large one at the end', [1, 1, 1, 1, 1, 1, 30], [0, 6]],
    ['a large one between', [5, 5, 40, 5, 5, 5, 5, 5, 5], [0, 2, 3, 6]],
    ['empty ones', [0, 0, 0, 0, 0], [0, 1, 2, 3]],
  ])('gives every step about the same: %s', (_what, sizes, starts) => {
    expect(startsBySize(sizes)).toEqual(starts);
  });

  it('never gives a step more than its share and one archive', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const sizes = Array.from(
        { length: 5 + (seed % 120) },
        (_, index) => (seed * 7919 * (index + 3)) % 1_000,
      );
      const share = sizes.reduce((sum, bytes) => sum + bytes, 0) / 4;
      const steps = formatSteps({ chunkCount: sizes.length, stepStarts: startsBySize(sizes) });
      for (const { from, to } of steps) {
        const bytes = sizes.slice(from, to).reduce((sum, size) => sum + size, 0);
        expect(bytes).toBeLessThanOrEqual(share + Math.max(...sizes));
        expect(to).toBeGreaterThan(from);
      }
      expect(steps.at(-1)?.to).toBe(sizes.length);
    }
  });
});

it.each([
  [{ chunkCount: 4 }, false],
  [{ chunkCount: 5 }, true],
  [{ chunkCount: 128 }, true],
  [{ chunkCount: 129 }, false],
  [{ chunkCount: 20, inRounds: true }, false],
])('the sizes of archives matter for a plan of %j: %s', (plan, expected) => {
  expect(hasFewSteps(plan)).toBe(expected);
});
