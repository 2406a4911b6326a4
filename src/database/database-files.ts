import type { MoleculeType, ProfileKind } from './database.ts';

/** Letter that starts the extension of every file of a database of this type. */
export const extensionLetter: Readonly<Record<MoleculeType, 'p' | 'n'>> = { protein: 'p', nucleotide: 'n' };

/**
 * What follows the letter in the files of one volume or alias that BLAST+ reads (index, sequences, headers, look-up
 * tables by id, hash and taxon, mask columns). Left out: `al` (alias text) and `js` (a description for downloads).
 */
const parts = /^[pn](?:in|sq|hr|og|sd|si|nd|ni|pd|pi|hd|hi|db|os|ot|tf|to|tm|xm|[a-z][abc])$/;

/** Whether a file extension (without dot) belongs to a database of this type. */
export function isDatabaseExtension(extension: string, moleculeType: MoleculeType): boolean {
  if (moleculeType === 'protein' && isProfileExtension(extension)) return true;
  return extension.startsWith(extensionLetter[moleculeType]) && parts.test(extension);
}

/** Profiles, look-up table, scaling and frequencies; for deltablast also weighted counts and observations. */
const profileParts = ['rps', 'loo', 'aux', 'freq', 'wcounts', 'obsr'];

/** Whether a file extension (without dot) belongs to the profiles of a database. */
export function isProfileExtension(extension: string): boolean {
  return profileParts.includes(extension);
}

/** What profiles a volume with these files has. Without frequencies rpsblast runs, without composition statistics. */
export function profileKindOf(fileNames: readonly string[]): ProfileKind | undefined {
  const has = (...extensions: string[]): boolean =>
    extensions.every((extension) => fileNames.some((name) => name.endsWith(`.${extension}`)));
  if (!has('rps', 'loo', 'aux')) return undefined;
  return has('wcounts', 'obsr') ? 'delta' : 'rps';
}

/** `nr.00` → `nr`: the alias that joins this volume, if there is one; `undefined` for names that are no volume names. */
export function aliasOfVolume(name: string): string | undefined {
  return /^(.+)\.\d{2,}$/.exec(name)?.[1];
}
