import type { MaskAlgorithm } from '../../../src/database/mask-algorithm.ts';
import { maskNumber } from '../../../src/search/mask-number.ts';

const seg: MaskAlgorithm = { id: 21, name: 'seg', options: 'window=12', isNamed: false, description: '' };
const otherSeg = { ...seg, id: 22, options: 'window=10' };
const mine: MaskAlgorithm = { id: 100, name: 'mine', options: '', isNamed: true, description: 'by hand' };
const others: MaskAlgorithm = { ...mine, name: 'theirs' };

const databases = {
  plain: { name: 'plain', masks: [] },
  one: { name: 'one', masks: [seg, mine] },
  two: { name: 'two', masks: [mine, { ...seg, id: 23 }] },
  several: { name: 'several', masks: [seg, otherSeg] },
  theirs: { name: 'theirs', masks: [others] },
};
type Name = keyof typeof databases;

const numberOf = (wanted: string, ...names: Name[]): number =>
  maskNumber({ option: 'db_soft_mask', wanted, databases: names.map((name) => databases[name]) });

it.each<[string, Name[], number]>([
  ['21', ['one'], 21],
  ['021', ['one'], 21],
  ['seg', ['one'], 21],
  ['mine', ['one'], 100],
  ['mine', ['one', 'two'], 100],
  ['22', ['several'], 22],
])('%s of %j is the number %i', (wanted, names, number) => {
  expect(numberOf(wanted, ...names)).toBe(number);
});

it.each<[string, Name[], RegExp]>([
  ['21', ['plain'], /plain carries no masks/],
  ['dust', ['one'], /one has no masking algorithm "dust". It has 21 \(seg\), 100 \(mine\)\./],
  ['100', ['one', 'plain'], /plain carries no masks/],
  ['seg', ['several'], /several has several called "seg": give a number, 21 \(seg\), 22 \(seg\)/],
  ['seg', ['one', 'two'], /one and two mean different algorithms by "seg"/],
  ['100', ['one', 'theirs'], /one and theirs mean different algorithms by "100"/],
])('%s of %j is refused', (wanted, names, message) => {
  expect(() => numberOf(wanted, ...names)).toThrow(
    expect.objectContaining({
      code: 'UNSUITABLE_DATABASE',
      message: expect.stringMatching(message),
      location: { field: 'db_soft_mask' },
    }),
  );
});
