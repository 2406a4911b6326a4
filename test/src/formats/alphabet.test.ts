import {
  isProteinOnly,
  looksLikeProtein,
  residueLetters,
  residueTable,
} from '../../../src/formats/alphabet.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const mapped = (table: Uint8Array, text: string): string =>
  String.fromCharCode(...bytes(text).map((byte) => table[byte] ?? 0));

describe('residues', () => {
  it('are all letters and "*" for proteins, IUPAC codes with U for nucleotides', () => {
    expect(residueLetters).toEqual({
      protein: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ*',
      nucleotide: 'ABCDGHKMNRSTUVWY',
    });
  });

  it('are written in upper case unless case is kept', () => {
    expect(mapped(residueTable('nucleotide', false), 'acgTu')).toBe('ACGTU');
    expect(mapped(residueTable('nucleotide', true), 'acgTu')).toBe('acgTu');
  });

  it('are nothing else', () => {
    const table = residueTable('protein', false);
    expect(table.filter((byte) => byte !== 0)).toHaveLength(53);
    expect([...bytes('-. >0\n\r\t@[`{')].map((byte) => table[byte])).toEqual(Array<number>(12).fill(0));
  });

  it.each(Array.from('EFIJLOPQXZefijlopqxz*'))('%s is of proteins only', (letter) => {
    expect(isProteinOnly(letter.charCodeAt(0))).toBe(true);
  });

  it.each(Array.from('ACGTUNRYKM-1 >'))('%j is not of proteins only', (letter) => {
    expect(isProteinOnly(letter.charCodeAt(0))).toBe(false);
  });

  it.each([
    ['MRFSDNLAKILDKYENLG', true],
    ['mkvla', true],
    ['ACGTACGTACGTE', false],
    ['ACGTNNNNNNNNNNNNE', false],
  ])('%s is taken for a protein: %s', (letters, expected) => {
    expect(looksLikeProtein(bytes(letters))).toBe(expected);
  });
});
