import { aliasOfVolume, isDatabaseExtension } from '../../../src/database/database-files.ts';
import { isDatabaseName } from '../../../src/database/database-name.ts';

it.each(['a', 'nr', '16S_ribosomal_RNA', 'nr.00', 'A-b_c.d', 'x'.repeat(64)])(
  'takes %s for a name',
  (name) => {
    expect(isDatabaseName(name)).toBe(true);
  },
);

it.each(['', '-db', '.hidden', '_x', 'a b', 'a/b', '..', 'a\n', 'é', 'a"', 'a;b', 'x'.repeat(65)])(
  'refuses %j as a name',
  (name) => {
    expect(isDatabaseName(name)).toBe(false);
  },
);

it.each([
  ['pin', 'protein', true],
  ['psq', 'protein', true],
  ['pdb', 'protein', true],
  ['paa', 'protein', true],
  ['nin', 'protein', false],
  ['nin', 'nucleotide', true],
  ['nto', 'nucleotide', true],
  ['pal', 'protein', false],
  ['pjs', 'protein', false],
  ['png', 'protein', false],
  ['pdf', 'protein', false],
  ['ppt', 'protein', false],
] as const)('the extension %s belongs to a %s database: %s', (extension, moleculeType, belongs) => {
  expect(isDatabaseExtension(extension, moleculeType)).toBe(belongs);
});

it.each([
  ['nr.00', 'nr'],
  ['nr.123', 'nr'],
  ['a.b.01', 'a.b'],
  ['nr.1', undefined],
  ['nr', undefined],
  ['.00', undefined],
])('the volume %s is of the alias %s', (volume, alias) => {
  expect(aliasOfVolume(volume)).toBe(alias);
});
