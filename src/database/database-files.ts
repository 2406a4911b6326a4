import type { MoleculeType } from './database.ts';

/** Letter that starts the extension of every file of a database of this type. */
export const extensionLetter: Readonly<Record<MoleculeType, 'p' | 'n'>> = { protein: 'p', nucleotide: 'n' };

/**
 * What follows the letter in the files of one volume or alias that BLAST+ reads (index, sequences, headers, look-up
 * tables by id, hash and taxon, mask columns). Left out: `al` (alias text) and `js` (a description for downloads).
 */
const parts = /^[pn](?:in|sq|hr|og|sd|si|nd|ni|pd|pi|hd|hi|db|os|ot|tf|to|tm|xm|[a-z][abc])$/;

/** Whether a file extension (without dot) belongs to a database of this type. */
export function isDatabaseExtension(extension: string, moleculeType: MoleculeType): boolean {
  return extension.startsWith(extensionLetter[moleculeType]) && parts.test(extension);
}

/** `nr.00` → `nr`: the alias that joins this volume, if there is one; `undefined` for names that are no volume names. */
export function aliasOfVolume(name: string): string | undefined {
  return /^(.+)\.\d{2,}$/.exec(name)?.[1];
}
