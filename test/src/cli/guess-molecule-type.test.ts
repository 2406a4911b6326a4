import { guessMoleculeType } from '../../../src/cli/guess-molecule-type.ts';

const cases: [string, string, ReturnType<typeof guessMoleculeType>][] = [
  ['DNA', '>a\nACGTNACGTACGTTTGACA\n', 'nucleotide'],
  ['RNA in lower case', '>a\nacguuacgunacgguuaa\n', 'nucleotide'],
  ['DNA with a few ambiguity codes', '>a\nACGTACGTACGTACGTACGTRYACGTACGTACGT\n', 'nucleotide'],
  ['proteins', '>a\nMKVLAAGITGASGFIG\n', 'protein'],
  ['proteins whose names look like DNA', '>ACGT ACGT ACGT\r\nMKVLAAGITGASGFIG\r\n', 'protein'],
  ['too little to tell', '>a\nACGT\n', undefined],
  ['nothing', '', undefined],
];

describe('guessMoleculeType', () => {
  it.each(cases)('tells %s', (_title, fasta, expected) => {
    expect(guessMoleculeType(new TextEncoder().encode(fasta))).toBe(expected);
  });
});
