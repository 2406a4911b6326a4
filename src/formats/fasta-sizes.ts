import type { MoleculeType } from '../database/database.ts';
import {
  queryTooLong,
  sequenceTooLong,
  tooManySequences,
  type FastaRecordPlace,
  type FaultSink,
} from './fasta-faults.ts';

export interface FastaLimits {
  readonly maxSequences: number;
  readonly maxResidues: number;
  readonly maxSequenceResidues: number;
  readonly maxDeflineBytes: number;
}

/** Counts sequences and their residues, and reports each limit once where it is exceeded. */
export class FastaSizes {
  readonly #limits: FastaLimits;
  readonly #molecule: MoleculeType;
  readonly #report: FaultSink;
  #sequences = 0;
  #residues = 0;
  #longest = 0;
  #current = 0;
  #currentTooLong = false;
  #queryTooLong = false;

  constructor(limits: FastaLimits, molecule: MoleculeType, report: FaultSink) {
    this.#limits = limits;
    this.#molecule = molecule;
    this.#report = report;
  }

  /** Sequences that have ended. */
  get sequences(): number {
    return this.#sequences;
  }

  /** Residues of the sequence that has not ended. */
  get current(): number {
    return this.#current;
  }

  counts(): { sequenceCount: number; residueCount: number; longestResidues: number } {
    return {
      sequenceCount: this.#sequences,
      residueCount: this.#residues,
      longestResidues: this.#longest,
    };
  }

  beginSequence(place: FastaRecordPlace): void {
    const { maxSequences } = this.#limits;
    this.#current = 0;
    this.#currentTooLong = false;
    if (this.#sequences === maxSequences) this.#report(tooManySequences(place, maxSequences));
  }

  add(residues: number): void {
    this.#current += residues;
    this.#residues += residues;
  }

  /** Whether `check` may have something to report; cheap, for every run of residues. */
  get isOver(): boolean {
    return this.#current > this.#limits.maxSequenceResidues || this.#residues > this.#limits.maxResidues;
  }

  /** @param nameLine - of the sequence that `place` is in */
  check(place: FastaRecordPlace, nameLine: number): void {
    const { maxResidues, maxSequenceResidues } = this.#limits;
    if (this.#current > maxSequenceResidues && !this.#currentTooLong) {
      this.#currentTooLong = true;
      this.#report(sequenceTooLong({ ...place, line: nameLine }, maxSequenceResidues, this.#molecule));
    }
    if (this.#residues > maxResidues && !this.#queryTooLong) {
      this.#queryTooLong = true;
      this.#report(queryTooLong(place, maxResidues));
    }
  }

  endSequence(): void {
    this.#sequences++;
    this.#longest = Math.max(this.#longest, this.#current);
  }
}
