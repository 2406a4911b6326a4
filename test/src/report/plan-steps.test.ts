import { formatSteps } from '../../../src/report/contract.ts';
import { isPlannedBySize, planSteps, startsBySize } from '../../../src/report/plan-steps.ts';

const MiB = 1024 * 1024;
const even = [1, 1, 1, 1];

describe('startsBySize', () => {
  it.each([
    ['equal ones', [1, 1, 1, 1, 1, 1, 1, 1], even, [0, 2, 4, 6]],
    ['a large one at the beginning', [30, 1, 1, 1, 1, 1, 1], even, [0, 1, 3, 5]],
    ['a large one at the end', [1, 1, 1, 1, 1, 1, 30], even, [0, 6]],
    ['a large one between', [5, 5, 40, 5, 5, 5, 5, 5, 5], even, [0, 2, 3, 6]],
    ['empty ones', [0, 0, 0, 0, 0], even, [0, 1, 2, 3]],
    ['fewer than there are steps', [7, 7], even, [0, 1]],
    ['two steps that are twice as large', [1, 1, 1, 1, 1, 1], [2, 2, 1, 1], [0, 2, 4, 5]],
    ['one step', [3, 1, 2], [1], [0]],
    ['one archive', [3], [2, 1], [0]],
  ])('gives every step its share: %s', (_what, sizes, shares, starts) => {
    expect(startsBySize(sizes, shares)).toEqual(starts);
  });

  it.each([[even], [[2, 2, 1, 1]]])(
    'never gives a step more than its share of %j and one archive',
    (shares) => {
      for (let seed = 1; seed <= 200; seed += 1) {
        const sizes = Array.from(
          { length: 5 + (seed % 120) },
          (_, index) => (seed * 7919 * (index + 3)) % 1_000,
        );
        const sum = sumOf(sizes);
        const steps = formatSteps({ chunkCount: sizes.length, stepStarts: startsBySize(sizes, shares) });
        for (const [step, { from, to }] of steps.entries()) {
          const share = (sum * (shares[step] ?? 0)) / sumOf(shares);
          expect(sumOf(sizes.slice(from, to))).toBeLessThanOrEqual(share + Math.max(...sizes));
          expect(to).toBeGreaterThan(from);
        }
        expect(steps.at(-1)?.to).toBe(sizes.length);
      }
    },
  );
});

describe('planSteps', () => {
  const plan = (
    archiveBytes: readonly number[],
    { toolSlots = 2, hasQueryFiles = false, inRounds = false } = {},
  ) =>
    planSteps({ chunkCount: archiveBytes.length, ...(inRounds && { inRounds }) }, archiveBytes, {
      toolSlots,
      hasQueryFiles,
    });
  const chunks = (count: number, allBytes: number) => Array<number>(count).fill(allBytes / count);

  it.each([
    ['little is rendered by one process', chunks(12, 1 * MiB), 2, [0]],
    ['what two processes are worth is rendered by two', chunks(12, 8 * MiB), 2, [0, 6]],
    ['no more processes than there are slots', chunks(12, 12 * MiB), 2, [0, 6]],
    ['a part for each slot where the rest is soon joined', chunks(12, 95 * MiB), 2, [0, 6]],
    ['much is rendered by larger parts and then smaller ones', chunks(12, 96 * MiB), 2, [0, 4, 8, 10]],
    [
      'a machine of four slots has four parts and four smaller ones',
      chunks(12, 96 * MiB),
      4,
      [0, 2, 4, 6, 8, 9, 10, 11],
    ],
    [
      'one slot has two parts, so that one is joined while the other is rendered',
      chunks(12, 96 * MiB),
      1,
      [0, 8],
    ],
    [
      'many slots have a part each, as far as it is worth it',
      chunks(48, 96 * MiB),
      16,
      Array.from({ length: 16 }, (_, index) => 3 * index),
    ],
    ['archives that are gone count nothing', [0, 0, 0], 2, [0]],
  ])('%s', (_what, archiveBytes, toolSlots, stepStarts) => {
    expect(plan(archiveBytes, { toolSlots })).toEqual({
      chunkCount: archiveBytes.length,
      isSmall: true,
      stepStarts,
    });
  });

  it('more than 256 MiB of archives are shared out in four equal steps', () => {
    expect(plan(chunks(8, 256 * MiB))).toMatchObject({ isSmall: true });
    expect(plan(chunks(8, 256 * MiB + 8))).toEqual({ chunkCount: 8, stepStarts: [0, 2, 4, 6] });
  });

  it('so is a report of many files, however small', () => {
    expect(plan(chunks(8, 1_000), { hasQueryFiles: true })).toEqual({
      chunkCount: 8,
      stepStarts: [0, 2, 4, 6],
    });
  });

  it('the archives of a search in rounds are rendered one by one', () => {
    const small = plan(chunks(3, 1_000), { inRounds: true });
    expect(small).toEqual({ chunkCount: 3, inRounds: true, isSmall: true });
    expect(formatSteps(small)).toHaveLength(3);
    expect(plan(chunks(3, 300 * MiB), { inRounds: true })).toEqual({ chunkCount: 3, inRounds: true });
  });
});

it.each([
  [{ chunkCount: 1 }, true],
  [{ chunkCount: 128 }, true],
  [{ chunkCount: 129 }, false],
  [{ chunkCount: 20, inRounds: true }, true],
])('the sizes of archives matter for a plan of %j: %s', (plan, expected) => {
  expect(isPlannedBySize(plan)).toBe(expected);
});

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
