import { joinMasks, type MaskAlgorithm } from '../../../src/database/mask-algorithm.ts';

const mask = (id: number, name: string, options = ''): MaskAlgorithm => ({
  ...{ id, name, options, isNamed: id >= 100, description: '' },
});
const idsOf = (...volumes: MaskAlgorithm[][]) => joinMasks(volumes).map(({ id, name }) => [id, name]);

it.each([
  ['one volume', [[mask(100, 'a'), mask(21, 'seg')]], [21, 100]],
  ['the same in two', [[mask(100, 'a')], [mask(100, 'a', 'other options')]], [100]],
  ['one in a part', [[mask(100, 'a'), mask(101, 'b')], [mask(100, 'a')], []], [100, 101]],
  ['two under one number', [[mask(100, 'a'), mask(101, 'b')], [mask(100, 'c')]], [101]],
  ['one under two numbers', [[mask(100, 'a'), mask(101, 'b')], [mask(100, 'b')]], []],
  ['one program with two sets of options', [[mask(21, 'seg', 'x')], [mask(21, 'seg', 'y')]], []],
])('volumes are searched together with the masks that mean the same in each: %s', (_, volumes, ids) => {
  expect(joinMasks(volumes).map(({ id }) => id)).toEqual(ids);
});

it('are given once, by number', () => {
  expect(idsOf([mask(101, 'b'), mask(100, 'a')], [mask(100, 'a')])).toEqual([
    [100, 'a'],
    [101, 'b'],
  ]);
});
