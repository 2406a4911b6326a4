import type { MoleculeType } from '../database/database.ts';
import { isProteinOnly, looksLikeProtein } from './alphabet.ts';
import { invalidFasta, invalidResidue, wrongMolecule, type FastaPosition } from './fasta-faults.ts';

/** How many letters of a sequence decide what molecule it is. */
const sampleLength = 1000;

/**
 * Turns bytes that are no residues into faults. A protein letter in a nucleotide query is held back until enough of
 * the sequence is known to tell a protein from a stray letter.
 */
export class ResidueGuard {
  readonly #molecule: MoleculeType;
  readonly #sample = new Uint8Array(sampleLength);
  #sampled = 0;
  #sequence = '';
  #suspect: { readonly at: FastaPosition; readonly letter: string } | undefined;
  #character: { readonly at: FastaPosition; readonly bytes: number[] } | undefined;

  constructor(molecule: MoleculeType) {
    this.#molecule = molecule;
  }

  /** Whether a character of several bytes is being read; every byte must then be given to `meet`. */
  get decoding(): boolean {
    return this.#character !== undefined;
  }

  beginSequence(id: string): void {
    this.#sequence = id;
    this.#sampled = 0;
  }

  sample(bytes: Uint8Array, start: number, end: number): void {
    const free = sampleLength - this.#sampled;
    if (free <= 0) return;
    const part = bytes.subarray(start, Math.min(end, start + free));
    this.#sample.set(part, this.#sampled);
    this.#sampled += part.length;
    if (this.#sampled >= sampleLength) this.#decide();
  }

  /** Takes a byte that is no residue. @throws PlatformError, at once or when the sequence is known well enough */
  meet(byte: number, at: FastaPosition): void {
    if (this.#character !== undefined) {
      if (byte >= 0x80 && byte < 0xc0) this.#character.bytes.push(byte);
      else this.#endCharacter();
      if (this.#character.bytes.length >= charLength(this.#character.bytes[0] ?? 0)) this.#endCharacter();
      return;
    }
    if (byte >= 0x80) {
      this.#decide();
      this.#character = { at, bytes: [byte] };
      if (charLength(byte) <= 1) this.#endCharacter();
      return;
    }
    const letter = String.fromCharCode(byte);
    if (this.#molecule === 'nucleotide' && isProteinOnly(byte)) {
      this.#suspect ??= { at, letter };
      const whole = this.#sampled >= sampleLength;
      this.sample(Uint8Array.of(byte), 0, 1);
      if (whole) this.#decide();
      return;
    }
    this.#decide();
    throw invalidResidue(at, letter, this.#molecule);
  }

  endLine(): void {
    if (this.#character !== undefined) this.#endCharacter();
  }

  endSequence(): void {
    this.#decide();
  }

  #decide(): void {
    const suspect = this.#suspect;
    if (suspect === undefined) return;
    if (looksLikeProtein(this.#sample.subarray(0, this.#sampled)))
      throw wrongMolecule({ ...suspect.at, sequence: this.#sequence });
    throw invalidResidue(suspect.at, suspect.letter, this.#molecule);
  }

  #endCharacter(): never {
    const { at, bytes } = this.#character ?? { at: { sequence: '', line: 0, column: 0 }, bytes: [] };
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    } catch {
      throw invalidFasta(
        at.line,
        'there is a character that is not valid UTF-8. Save the query as plain text in UTF-8.',
      );
    }
    throw invalidResidue(at, text, this.#molecule);
  }
}

/** Bytes of the UTF-8 character that begins so; 1 for a byte that can begin none. */
function charLength(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4;
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1;
  return first >= 0xc0 ? 2 : 1;
}
