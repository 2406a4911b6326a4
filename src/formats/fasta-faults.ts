import type { MoleculeType } from '../database/database.ts';
import { PlatformError, type InputLocation } from '../errors/index.ts';

/** Where the reader stands; lines and columns are 1-based. */
export interface FastaPosition {
  readonly sequence: string;
  readonly line: number;
  readonly column: number;
}

export function invalidResidue(at: FastaPosition, character: string, molecule: MoleculeType): PlatformError {
  const what = molecule === 'protein' ? 'an amino acid' : 'a nucleotide';
  const message = `${placeOf(at)}: ${shown(character)} is not ${what}. ${adviceOn(character, molecule)}`;
  return new PlatformError('INVALID_RESIDUE', message, { location: { ...at } });
}

export function wrongMolecule(at: FastaPosition): PlatformError {
  const message =
    `Sequence ${quoted(at.sequence)} (line ${at.line}) looks like a protein, but this program needs nucleotide queries. ` +
    'Choose blastp or tblastn, or send nucleotide sequences.';
  return new PlatformError('WRONG_MOLECULE_TYPE', message, { location: { ...at } });
}

export function emptyRecord(at: { readonly sequence: string; readonly line: number }): PlatformError {
  const message = `Sequence ${quoted(at.sequence)} (line ${at.line}) has a name but no residues. Add its sequence or remove the line.`;
  return new PlatformError('INVALID_FASTA', message, { location: { ...at } });
}

export function invalidFasta(line: number, message: string): PlatformError {
  return new PlatformError('INVALID_FASTA', `Line ${line}: ${message}`, { location: { line } });
}

export function queryTooLarge(location: InputLocation, message: string): PlatformError {
  return new PlatformError('QUERY_TOO_LARGE', message, { location });
}

export const queryEmpty = (): PlatformError =>
  new PlatformError(
    'QUERY_EMPTY',
    'The query holds no sequence. Send at least one in FASTA: a line such as ">name", then the sequence.',
  );

/** Names are shown as far as a reader needs them to find the record. */
export function quoted(name: string): string {
  return `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`;
}

const placeOf = (at: FastaPosition): string =>
  `Sequence ${quoted(at.sequence)}, line ${at.line}, column ${at.column}`;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const visible = code > 0x20 && code < 0x7f ? true : /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
  return visible ? `"${character}"` : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function adviceOn(character: string, molecule: MoleculeType): string {
  if (/\d/.test(character))
    return 'Remove position numbers; accessions are not looked up, paste the sequence itself.';
  if (character === '>') return 'A name must begin with ">" in the first column of its line.';
  if (character === '.') return 'Write alignment gaps as "-" or remove them.';
  if (character === ';') return 'Remove the comment, or put it on a line of its own.';
  if (character === '/') return 'Remove "//" and other text that is not sequence.';
  if (molecule === 'nucleotide' && /[xX]/.test(character)) return 'Write unknown or masked bases as N.';
  if (molecule === 'nucleotide') return 'Use the IUPAC codes A C G T U R Y S W K M B D H V N.';
  return 'Use the letters A to Z and "*".';
}
