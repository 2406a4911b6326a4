import type { MoleculeType } from '../database/database.ts';
import { PlatformError, type InputLocation } from '../errors/index.ts';

/** Where the reader stands; lines and columns are 1-based. */
export interface FastaPosition extends FastaRecordPlace {
  readonly column: number;
}

/** A sequence and the line in it, or of its name. */
export interface FastaRecordPlace {
  readonly sequence: string;
  /** Its 1-based number in the query, where a list of faults is to name it too. */
  readonly number?: number;
  readonly line: number;
}

/** What becomes of a fault: it is thrown, or kept while reading goes on. */
export type FaultSink = (fault: PlatformError) => void;

export function invalidResidue(at: FastaPosition, character: string, molecule: MoleculeType): PlatformError {
  const what = molecule === 'protein' ? 'an amino acid' : 'a nucleotide';
  const message = `${placeOf(at)}: ${shown(character)} is not ${what}. ${adviceOn(character, molecule)}`;
  return new PlatformError('INVALID_RESIDUE', message, { location: locationOf(at) });
}

export function wrongMolecule(at: FastaPosition): PlatformError {
  const message =
    `Sequence ${named(at)} (line ${at.line}) looks like a protein, but this program needs nucleotide queries. ` +
    'Choose blastp or tblastn, or send nucleotide sequences.';
  return new PlatformError('WRONG_MOLECULE_TYPE', message, { location: locationOf(at) });
}

export function emptyRecord(at: FastaRecordPlace): PlatformError {
  const message = `Sequence ${named(at)} (line ${at.line}) has a name but no residues. Add its sequence or remove the line.`;
  return new PlatformError('INVALID_FASTA', message, { location: locationOf(at) });
}

export function dashedFirstLine(at: FastaRecordPlace, dashes: number, checked: number): PlatformError {
  const message =
    `Sequence ${named(at)}, line ${at.line}: ${dashes} of the ${checked} characters that decide whether its first line ` +
    'is sequence are dashes, which is too many. Remove the alignment gaps, or begin the sequence with a line that has fewer.';
  return new PlatformError('INVALID_FASTA', message, { location: locationOf(at) });
}

export function missingFirstName(line: number): PlatformError {
  return invalidFasta(
    line,
    'the first of several sequences has no name. Put a line such as ">name" before it.',
  );
}

export function invalidFasta(line: number, message: string): PlatformError {
  return new PlatformError('INVALID_FASTA', `Line ${line}: ${message}`, { location: { line } });
}

export function tooManySequences(at: FastaRecordPlace, limit: number): PlatformError {
  const message = `The query holds more than ${limit} sequences. Split it into several searches.`;
  return new PlatformError('QUERY_TOO_LARGE', message, { location: locationOf(at) });
}

export function queryTooLong(at: FastaRecordPlace, limit: number): PlatformError {
  const message = `The query holds more than ${limit} residues. Split it into several searches.`;
  return new PlatformError('QUERY_TOO_LARGE', message, { location: locationOf(at) });
}

export function sequenceTooLong(at: FastaRecordPlace, limit: number, molecule: MoleculeType): PlatformError {
  const unit = molecule === 'protein' ? 'amino acids' : 'nucleotides';
  const message =
    `Sequence ${named(at)} (line ${at.line}) is longer than ${limit} ${unit}, the most a sequence may have. ` +
    'Send the part that matters, or cut it into several sequences.';
  return new PlatformError('QUERY_TOO_LARGE', message, { location: locationOf(at) });
}

export function deflineTooLong(line: number, column: number, limit: number): PlatformError {
  const message = `Line ${line}: the name and description are longer than ${limit} bytes. Shorten the line; if it holds the sequence, begin that on the next line.`;
  return new PlatformError('QUERY_TOO_LARGE', message, { location: { line, column } });
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

const placeOf = (at: FastaPosition): string => `Sequence ${named(at)}, line ${at.line}, column ${at.column}`;

function named({ sequence, number }: FastaRecordPlace): string {
  return number === undefined ? quoted(sequence) : `${number} (${quoted(sequence)})`;
}

function locationOf({ sequence, line, ...at }: FastaRecordPlace & { column?: number }): InputLocation {
  return at.column === undefined ? { sequence, line } : { sequence, line, column: at.column };
}

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
