import { parseAliasFile } from '../../../src/database/alias-file.ts';

it('reads what makeblastdb writes', () => {
  const text = '#\n# Alias file created: Nov 22, 2026  1:54 PM\n#\nTITLE Vols\nDBLIST vol.00 vol.01 vol.02\n';
  expect(parseAliasFile(text)).toEqual({
    title: 'Vols',
    members: ['vol.00', 'vol.01', 'vol.02'],
    filterFiles: [],
    directives: { TITLE: 'Vols' },
  });
});

it('reads what blastdb_aliastool writes', () => {
  const text =
    '#\n# Alias file created 11/22/2026 14:01:27\n#\nTITLE Sub\nDBLIST "n5" \nSEQIDLIST ids.bsl\nNSEQ 7\nLENGTH 14009\n';
  expect(parseAliasFile(text)).toEqual({
    title: 'Sub',
    members: ['n5'],
    sequenceCount: 7,
    letterCount: 14009,
    filterFiles: ['ids.bsl'],
    directives: { TITLE: 'Sub', NSEQ: '7', LENGTH: '14009' },
  });
});

it.each([
  ['DBLIST "a b" c "d"', ['a b', 'c', 'd']],
  ['dblist\ta\t b\r', ['a', 'b']],
  ['DBLIST a b a "b"', ['a', 'b', 'a', 'b']],
  ['DBLIST first\nDBLIST second', ['second']],
  ['  DBLIST a\n#DBLIST b', ['a']],
])('reads the members of %j', (text, members) => {
  expect(parseAliasFile(text).members).toEqual(members);
});

it.each(['GILIST', 'TILIST', 'SEQIDLIST', 'OIDLIST', 'TAXIDLIST', 'IPGLIST'])(
  'takes %s for a filter file',
  (key) => {
    expect(parseAliasFile(`DBLIST a\n${key} "my list.txt"`)).toMatchObject({
      filterFiles: ['my list.txt'],
      directives: {},
    });
  },
);

it('keeps every other line, since it may change a result', () => {
  expect(parseAliasFile('DBLIST a\nFIRST_OID 1\nLAST_OID 10').directives).toEqual({
    FIRST_OID: '1',
    LAST_OID: '10',
  });
});

it('takes a count that is no number for none', () => {
  expect(parseAliasFile('DBLIST a\nNSEQ many')).not.toHaveProperty('sequenceCount');
});

it.each(['', 'TITLE none', 'DBLIST', 'DBLIST ""'])('refuses %j, which names no database', (text) => {
  expect(() => parseAliasFile(text)).toThrow('the alias file names no database');
});
