import type { MoleculeType } from '../database/database.ts';
import type { PlatformError } from '../errors/index.ts';
import { isProteinOnly, looksLikeProtein } from './alphabet.ts';
import {
  invalidFasta,
  invalidResidue,
  wrongMolecule,
  type FastaPosition,
  type FaultSink,
} from './fasta-faults.ts';

/** How many letters of a sequence decide what molecule it is. */
const sampleLength = 1000;

/**
 * Turns bytes that are no residues into faults. A protein letter in a nucleotide query is held back until enough of
 * the sequence is known to tell a protein from a stray letter; a protein is one fault, whatever its letters.
 */
export class ResidueGuard {
  readonly #molecule: MoleculeType;
  readonly #report: FaultSink;
  readonly #sample = new Uint8Array(sampleLength);
  #sampled = 0;
  #isProtein = false;
  #suspects: { readonly at: FastaPosition; readonly letter: string }[] = [];
  #character: { readonly at: FastaPosition; readonly bytes: number[] } | undefined;

  constructor(molecule: MoleculeType, report: FaultSink) {
    this.#molecule = molecule;
    this.#report = report;
  }

  /** Whether a character of several bytes is being read; the next byte must then be given to `continues`. */
  get decoding(): boolean {
    return this.#character !== undefined;
  }

  beginSequence(): void {
    this.#sampled = 0;
    this.#isProtein = false;
  }

  sample(bytes: Uint8Array, start: number, end: number): void {
    const free = sampleLength - this.#sampled;
    if (free <= 0) return;
    const part = bytes.subarray(start, Math.min(end, start + free));
    this.#sample.set(part, this.#sampled);
    this.#sampled += part.length;
    if (this.#sampled >= sampleLength) this.#decide();
  }

  /** Takes the byte if it belongs to the character that is being read, else ends that character. */
  continues(byte: number): boolean {
    const character = this.#character;
    if (character === undefined) return false;
    const belongs = byte >= 0x80 && byte < 0xc0;
    if (belongs) character.bytes.push(byte);
    if (!belongs || character.bytes.length >= charLength(character.bytes[0] ?? 0)) this.#endCharacter();
    return belongs;
  }

  /** Takes a byte that is no residue; the fault is reported at once or when the sequence is known well enough. */
  meet(byte: number, at: FastaPosition): void {
    if (byte >= 0x80) {
      this.#decide();
      this.#character = { at, bytes: [byte] };
      if (charLength(byte) <= 1) this.#endCharacter();
      return;
    }
    const letter = String.fromCharCode(byte);
    if (this.#molecule === 'nucleotide' && isProteinOnly(byte)) {
      if (this.#isProtein) return;
      this.#suspects.push({ at, letter });
      const whole = this.#sampled >= sampleLength;
      this.sample(Uint8Array.of(byte), 0, 1);
      if (whole) this.#decide();
      return;
    }
    this.#decide();
    this.#report(invalidResidue(at, letter, this.#molecule));
  }

  endLine(): void {
    if (this.#character !== undefined) this.#endCharacter();
  }

  endSequence(): void {
    this.#decide();
  }

  #decide(): void {
    const suspects = this.#suspects;
    const [first] = suspects;
    if (first === undefined) return;
    this.#suspects = [];
    this.#isProtein = looksLikeProtein(this.#sample.subarray(0, this.#sampled));
    if (this.#isProtein) this.#report(wrongMolecule(first.at));
    else for (const { at, letter } of suspects) this.#report(invalidResidue(at, letter, this.#molecule));
  }

  #endCharacter(): void {
    const character = this.#character;
    if (character === undefined) return;
    this.#character = undefined;
    const { at, bytes } = character;
    this.#report(faultOfCharacter(at, bytes, this.#molecule));
  }
}

function faultOfCharacter(
  at: FastaPosition,
  bytes: readonly number[],
  molecule: MoleculeType,
): PlatformError {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    const message = 'there is a character that is not valid UTF-8. Save the query as plain text in UTF-8.';
    return invalidFasta(at.line, message);
  }
  return invalidResidue(at, text, molecule);
}

/** Bytes of the UTF-8 character that begins so; 1 for a byte that can begin none. */
function charLength(first: number): number {
  if (first >= 0xf0 && first < 0xf8) return 4;
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1;
  return first >= 0xc0 ? 2 : 1;
}
