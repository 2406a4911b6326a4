import { PlatformError } from '../../../src/errors/index.ts';
import type { FastaRules } from '../../../src/formats/fasta-machine.ts';
import { inPieces, normalised } from './fasta-text.ts';

async function faultOf(
  source: string | Uint8Array,
  rules: Partial<FastaRules> = {},
  pieceBytes = 1 << 16,
): Promise<PlatformError> {
  try {
    await normalised(inPieces(source, pieceBytes), rules);
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part)));
const protein = 'MRFSDNLAKILDKYENLGNKLSSGIMGDEFVKASKEYAELEDVVAKIKEYNKAKSELEEA';
const nucleotides: Partial<FastaRules> = { molecule: 'nucleotide' };

describe('a query without sequences', () => {
  it.each([[''], ['\n\n  \n'], ['; only a comment\n'], ['\uFEFF']])('%j is QUERY_EMPTY', async (text) => {
    expect(await faultOf(text)).toMatchObject({ code: 'QUERY_EMPTY' });
  });

  it.each([
    ['>a\n', 'a', 1],
    ['>a\n>b\nMKV\n', 'a', 1],
    ['>a\nMK\n>b\n>c\nMK', 'b', 3],
    ['>a\nMK\n>', 'Query_2', 3],
    ['>a\n---\n', 'a', 1],
  ])('%j names the record that has none', async (text, sequence, line) => {
    const fault = await faultOf(text);
    expect(fault).toMatchObject({ code: 'INVALID_FASTA', location: { sequence, line } });
    expect(fault.message).toContain('no residues');
  });
});

describe('a character that is no residue', () => {
  it.each([
    ['>a x\nMK\nMK1L\n', 3, 3, '"1"', 'position numbers'],
    ['>a\nMKV.LA\n', 2, 4, '"."', 'gaps'],
    ['>a\r\nMK V;LA\r\n', 2, 5, '";"', 'comment'],
    ['>a\nMKV\n//\n', 3, 1, '"/"', '//'],
    ['>a\nMK\n  >b\nMK\n', 3, 3, '">"', 'first column'],
    ['>a\nMK>b\n', 2, 3, '">"', 'first column'],
    ['>a\nMKé\n', 2, 3, '"é"', 'A to Z'],
    ['>a\nMK\u00a0L\n', 2, 3, 'U+00A0', 'A to Z'],
    ['>a\nMK\u0007L\n', 2, 3, 'U+0007', 'A to Z'],
    ['>a\nMK😀L\n', 2, 3, '"😀"', 'A to Z'],
    ['>a\nMK@L\n', 2, 3, '"@"', 'A to Z'],
  ])('%j is refused at its place', async (text, line, column, shown, advice) => {
    for (const pieceBytes of [1, 3, 1000]) {
      const fault = await faultOf(text, {}, pieceBytes);
      expect(fault).toMatchObject({ code: 'INVALID_RESIDUE', location: { sequence: 'a', line, column } });
      expect(fault.message).toContain(shown);
      expect(fault.message).toContain(advice);
    }
  });

  it.each([
    ['a protein letter far into nucleotides', `>a\n${'ACGT'.repeat(400)}E\nACGT\n`, 2, 1601],
    ['one among the first nucleotides', `>a\n${'ACGT'.repeat(10)}E${'ACGT'.repeat(900)}\n`, 2, 41],
    ['a masked base', `>a\n${'ACGT'.repeat(10)}\nXACG\n`, 3, 1],
    ['a stop', `>a\nACGTACGTACGTACGT*\n`, 2, 17],
  ])('%s is INVALID_RESIDUE', async (_, text, line, column) => {
    expect(await faultOf(text, nucleotides)).toMatchObject({
      code: 'INVALID_RESIDUE',
      location: { line, column },
    });
  });

  it('is named before a later fault of the same sequence', async () => {
    expect(await faultOf(`>a\n${'ACGT'.repeat(10)}E1\n`, nucleotides)).toMatchObject({
      location: { column: 41 },
    });
  });
});

describe('a protein sent to a program that takes nucleotides', () => {
  it.each([
    ['alone', `>a\n${protein}\n`, 'a', 2],
    ['lower case', `>a\n${protein.toLowerCase()}\n`, 'a', 2],
    ['short', '>a\nMKVLA\n', 'a', 2],
    ['long', `>a\n${protein.repeat(100)}\n`, 'a', 2],
    ['after a nucleotide sequence', `>n\nACGT\n>a\n${protein}\n>b\nACG\n`, 'a', 4],
    ['raw', protein, 'Query_1', 1],
  ])('%s is WRONG_MOLECULE_TYPE', async (_, text, sequence, line) => {
    for (const pieceBytes of [1, 7, 1000]) {
      const fault = await faultOf(text, nucleotides, pieceBytes);
      expect(fault).toMatchObject({ code: 'WRONG_MOLECULE_TYPE', location: { sequence, line } });
    }
  });
});

describe('text that is not FASTA', () => {
  it.each([
    ['@read1\nACGT\n+\nIIII\n', 'FASTQ'],
    ['@HD\tVN:1.6\n', 'SAM'],
    ['LOCUS       NC_000001  100 bp\n', 'GenBank'],
    ['\n\nID   P12345; Reviewed\n', 'EMBL or UniProt'],
    ['##gff-version 3\nchr1\t.\n', 'GFF'],
    ['# STOCKHOLM 1.0\n', 'Stockholm'],
    ['#NEXUS\nbegin data;\n', 'NEXUS'],
    ['CLUSTAL W (1.83)\n', 'Clustal'],
    ['<!DOCTYPE html><html>', 'HTML'],
    ['{"query": "MKV"}', 'JSON'],
    ['{\\rtf1\\ansi >a\\par\n', 'RTF'],
    ['P12345\n', 'accession'],
    ['NP_001234.1', 'accession'],
    [bytesOf([0x1f, 0x8b, 8, 0]), 'gzip'],
    [bytesOf('PK', [3, 4]), 'zip archive or an office document, not FASTA. Compressed files are not read'],
    [bytesOf('PK', [5, 6]), 'an empty zip archive'],
    [bytesOf('PK', [7, 8]), 'a split zip archive'],
    [bytesOf('%PDF-1.7'), 'PDF'],
    [bytesOf([0xff, 0xfe], '>', [0], 'a', [0]), 'UTF-16'],
    [bytesOf([0xfe, 0xff, 0], '>', [0], 'a'), 'UTF-16'],
    [bytesOf('>', [0], 'a', [0]), 'UTF-16'],
    [bytesOf('>a\nMK', [0], 'L\n'), 'NUL'],
    [bytesOf('>a', [0], '\nMKL\n'), 'NUL'],
  ])('%j is recognised', async (source, named) => {
    const fault = await faultOf(source);
    expect(fault.code).toBe('INVALID_FASTA');
    expect(fault.message).toContain(named);
  });

  it.each([
    ['in a name', bytesOf('>a\nMK\n>caf', [0xe9], '\nMK\n'), 3],
    ['in a sequence', bytesOf('>a\nMK\nMK', [0xe9], 'LMK\n'), 3],
    ['cut short at the end', bytesOf('>a\nMK', [0xe2, 0x82]), 2],
    ['a lone continuation byte', bytesOf('>a\nMK', [0x82], 'MK\n'), 2],
  ])('broken UTF-8 %s names the line', async (_, source, line) => {
    for (const pieceBytes of [1, 1000]) {
      const fault = await faultOf(source, {}, pieceBytes);
      expect(fault).toMatchObject({ code: 'INVALID_FASTA', location: { line } });
      expect(fault.message).toContain('UTF-8');
    }
  });

  it("refuses NCBI's gap lines, which join two records", async () => {
    expect(await faultOf('>a\nMK\n>?50\nMK\n')).toMatchObject({
      code: 'INVALID_FASTA',
      location: { line: 3 },
    });
  });
});

describe('limits', () => {
  const tooLarge = (text: string, limits: NonNullable<FastaRules['limits']>): Promise<PlatformError> =>
    faultOf(text, { limits });

  it('take what lies on them', async () => {
    const limits = { maxSequences: 2, maxResidues: 5, maxDeflineBytes: 3 };
    expect((await normalised('>abc\nMKV\n>b\nMK\n', { limits })).summary.sequenceCount).toBe(2);
  });

  it.each([
    ['sequences', '>a\nM\n>b\nM\n>c\nM\n', { maxSequences: 2 }, { sequence: 'c', line: 5 }],
    ['residues', '>a\nMKV\n>b\nMKV\n', { maxResidues: 5 }, { sequence: 'b', line: 4 }],
    ['bytes in a name', '>a\nM\n>abcd\nM\n', { maxDeflineBytes: 3 }, { line: 3 }],
  ])('refuse more %s', async (_, text, limits, location) => {
    expect(await tooLarge(text, limits)).toMatchObject({ code: 'QUERY_TOO_LARGE', location });
  });

  it('refuse a sequence pasted behind its name by default', async () => {
    expect(await faultOf(`>a ${'MKV'.repeat(400_000)}`)).toMatchObject({ code: 'QUERY_TOO_LARGE' });
  });

  it('show no more of a long name than is needed to find it', async () => {
    const fault = await faultOf(`>${'x'.repeat(10_000)}\nMK1\n`);
    expect(fault.message.length).toBeLessThan(300);
  });
});
