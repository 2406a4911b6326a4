import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '../fixtures');

/** The records of a fixture, each with its line ends as they are. */
export async function fixtureRecords(path: string): Promise<string[]> {
  const text = await readFile(join(fixtures, path), 'utf8');
  return text.split(/^(?=>)/m);
}

export const residuesOf = (record: string): string =>
  record.slice(record.indexOf('\n') + 1).replaceAll('\n', '');

/** Every stretch of 100 residues and more between stops in the six frames of these records: mostly real proteins. */
export function openReadingFrames(records: readonly string[]): string[] {
  const proteins = records.flatMap((record) => {
    const strand = residuesOf(record).toUpperCase();
    const reverse = Array.from(strand, (base) => complement[base] ?? 'N')
      .reverse()
      .join('');
    return [strand, reverse]
      .flatMap((bases) => [0, 1, 2].map((from) => translated(bases.slice(from))))
      .flatMap((frame) => frame.split('*'))
      .filter((protein) => protein.length >= 100);
  });
  return proteins.map((protein, index) => `>frame${index}\n${protein}\n`);
}

/** NCBI's genetic code 11 (bacteria), the bases in the order TCAG; without its alternative starts it equals code 1. */
const code = 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG';
const complement: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };

function translated(bases: string): string {
  let protein = '';
  for (let at = 0; at + 3 <= bases.length; at += 3) {
    const [first = -1, second = -1, third = -1] = Array.from(bases.slice(at, at + 3), (base) =>
      'TCAG'.indexOf(base),
    );
    const known = Math.min(first, second, third) >= 0;
    protein += known ? code.charAt(first * 16 + second * 4 + third) : 'X';
  }
  return protein;
}
