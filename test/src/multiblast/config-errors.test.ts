import { mergeErrors, placeName } from '../../../src/multiblast/config-errors.ts';

it.each([
  ['blastConfig', 'blastConfig'],
  ['userMeta', 'userMeta'],
  ['blastConfig.seg.window', 'seg.window'],
  ['jobConfig.targets[0].targetFile', 'targets[0].targetFile'],
])('the place %s is called %s', (path, name) => {
  expect(placeName(path)).toBe(name);
});

it('errors of several readers stand together, each message once', () => {
  const one = { general: ['g'], byKey: { a: ['1', '2'] } };
  const other = { general: ['g', 'h'], byKey: { a: ['2', '3'], b: ['1'] } };
  expect(mergeErrors(one, other)).toEqual({ general: ['g', 'h'], byKey: { a: ['1', '2', '3'], b: ['1'] } });
});

it('more than 200 messages are cut, and the answer says so', () => {
  const many = (path: string, count: number) => ({
    general: [],
    byKey: { [path]: Array.from({ length: count }, (_, index) => String(index)) },
  });
  expect(mergeErrors(many('a', 100), many('b', 100)).general).toEqual([]);
  const { general, byKey } = mergeErrors(many('a', 150), many('b', 51));
  expect(Object.values(byKey).flat()).toHaveLength(200);
  expect(general).toEqual(['There are more than 200 faults; correct these first.']);
});
