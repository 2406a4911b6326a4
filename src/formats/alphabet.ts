import type { MoleculeType } from '../database/database.ts';

/**
 * Residue letters as BLAST+ 2.12.0 reads them without complaint: all 26 letters and `*` for proteins (it scores `O` as
 * `X`), the IUPAC codes with `U` for nucleotides. Anything else it drops with a warning or misreads, so we refuse it;
 * `-` it drops too, and so do we, which keeps aligned sequences usable.
 */
export const residueLetters: Readonly<Record<MoleculeType, string>> = {
  protein: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ*',
  nucleotide: 'ABCDGHKMNRSTUVWY',
};

/** What the reader does with each byte of a sequence line: the byte to write, or 0 when it is not a residue. */
export function residueTable(molecule: MoleculeType, keepCase: boolean): Uint8Array {
  const table = new Uint8Array(256);
  for (const letter of residueLetters[molecule]) {
    table[codeOf(letter)] = codeOf(letter);
    const lower = letter.toLowerCase();
    table[codeOf(lower)] = codeOf(keepCase ? lower : letter);
  }
  return table;
}

/** Whether a byte is a residue of proteins that no nucleotide sequence can hold. */
export function isProteinOnly(byte: number): boolean {
  return proteinOnly.has(upper(byte));
}

/**
 * Whether the first letters of a sequence, one of which is no nucleotide, are a protein rather than a nucleotide
 * sequence with a stray letter: a quarter of them or more are not A, C, G, T, U or N. Real proteins have about
 * three quarters of such letters.
 */
export function looksLikeProtein(letters: Uint8Array): boolean {
  let other = 0;
  for (const byte of letters) if (!plainBases.has(upper(byte))) other++;
  return other * 4 >= letters.length;
}

const codeOf = (letter: string): number => letter.charCodeAt(0);
const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte);
const plainBases = new Set(Array.from('ACGTUN', codeOf));
const proteinOnly = new Set(
  Array.from(residueLetters.protein)
    .filter((letter) => !residueLetters.nucleotide.includes(letter))
    .map(codeOf),
);
