import { parseAliasFile } from '../../../src/database/alias-file.ts';
import {
  describeDatabase,
  type AliasNode,
  type DatabaseNode,
  type VolumeNode,
} from '../../../src/database/database-tree.ts';
import { parseIndexHeader } from '../../../src/database/index-header.ts';
import { indexBytes, type IndexContent } from './index-bytes.ts';

function volume(name: string, content: IndexContent = {}, digest = 'd'): VolumeNode {
  const files = ['phr', 'pin', 'psq'].map((extension) => ({
    name: `${name}.${extension}`,
    sizeBytes: 10,
    digest,
  }));
  return {
    kind: 'volume',
    name,
    header: parseIndexHeader(indexBytes({ title: name, ...content })),
    files,
    masks: [],
  };
}

function alias(text: string, members: readonly DatabaseNode[], digest?: string): AliasNode {
  const files = digest === undefined ? [] : [{ name: 'ids', sizeBytes: 5, digest }];
  return { kind: 'alias', name: 'al', alias: parseAliasFile(`DBLIST x\n${text}`), files, members };
}

const one = volume('one', { sequenceCount: 2, letterCount: 30, buildDate: 'Dec 31, 2025  11:59 PM' });
const two = volume('two', { sequenceCount: 3, letterCount: 50, buildDate: 'Jan 1, 2026  12:01 AM' });

it('describes a volume by its own header', () => {
  expect(describeDatabase('one', one)).toMatchObject({
    name: 'one',
    title: 'one',
    moleculeType: 'protein',
    sequenceCount: 2,
    letterCount: 30,
    volumes: ['one'],
    sizeBytes: 30,
    formatVersion: 5,
    buildDate: 'Dec 31, 2025  11:59 PM',
  });
});

it('sums members, joins their titles and takes the newest date', () => {
  expect(describeDatabase('al', alias('', [one, two]))).toMatchObject({
    title: 'one; two',
    sequenceCount: 5,
    letterCount: 80,
    volumes: ['one', 'two'],
    sizeBytes: 60,
    buildDate: 'Jan 1, 2026  12:01 AM',
  });
});

it("prefers an alias's own title and counts, at every level", () => {
  const inner = alias('TITLE Inner\nNSEQ 1\nLENGTH 9', [one]);
  expect(describeDatabase('al', alias('', [inner, two]))).toMatchObject({
    title: 'Inner; two',
    sequenceCount: 4,
    letterCount: 59,
  });
});

it.each([
  ['a volume that an alias holds too counts twice', () => [alias('', [one, two]), one], 'one; two; one', 7],
  ['aliases come before volumes', () => [two, alias('TITLE Al', [one])], 'Al; two', 5],
  [
    'an alias named twice counts twice',
    () => [alias('TITLE A', [one]), two, alias('TITLE A', [one])],
    'A; A; two',
    7,
  ],
  ['a volume named twice counts once', () => [one, two, one], 'one; two', 5],
] as const)('counts as BLAST+ does: %s', (_, members, title, sequenceCount) => {
  expect(describeDatabase('al', alias('', members()))).toMatchObject({ title, sequenceCount, sizeBytes: 60 });
});

it('lists each volume once', () => {
  expect(describeDatabase('al', alias('', [alias('', [one, two]), one])).volumes).toEqual(['one', 'two']);
});

it.each([
  ['Nov 2, 2026  1:54 PM', 'Nov 10, 2026  1:54 AM'],
  ['Nov 22, 2026  11:54 AM', 'Nov 22, 2026  12:01 PM'],
  ['Nov 22, 2026  12:54 AM', 'Nov 22, 2026  1:01 AM'],
  ['Dec 31, 2025  1:54 PM', 'Apr 1, 2026  1:54 PM'],
  ['no date at all', 'Apr 1, 1996  1:54 PM'],
])('takes %s for older than %s', (older, newer) => {
  for (const dates of [
    [older, newer],
    [newer, older],
  ]) {
    const members = dates.map((buildDate, index) => volume(`v${index}`, { buildDate }));
    expect(describeDatabase('al', alias('', members)).buildDate).toBe(newer);
  }
});

it('refuses volumes of two formats', () => {
  expect(() => describeDatabase('al', alias('', [one, volume('old', { formatVersion: 4 })]))).toThrow(
    'formats 4 and 5',
  );
});

describe('the fingerprint', () => {
  const fingerprint = (node: DatabaseNode, name = 'x') => describeDatabase(name, node).fingerprint;

  it('is a SHA-256 that the same files give again', () => {
    expect(fingerprint(volume('one'))).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint(volume('one'))).toBe(fingerprint(volume('one')));
  });

  it('differs when anything differs that a result may depend on', () => {
    const base = volume('one');
    const nodes: DatabaseNode[] = [
      base,
      volume('other'),
      volume('one', {}, 'e'),
      { ...base, files: base.files.map((file) => ({ ...file, sizeBytes: 11 })) },
      { ...base, files: base.files.slice(1) },
      alias('', [base]),
      alias('', [base, two]),
      alias('', [two, base]),
      alias('TITLE t', [base, two]),
      alias('LAST_OID 4', [base, two]),
      alias('SEQIDLIST ids', [base], 'f'),
      alias('SEQIDLIST ids', [base], 'g'),
    ];
    expect(new Set(nodes.map((node) => fingerprint(node))).size).toBe(nodes.length);
  });
});
