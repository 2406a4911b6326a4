import type { MoleculeType } from '../database/database.ts';
import { residueTable } from './alphabet.ts';
import { ByteWriter } from './byte-writer.ts';
import { readDefline } from './fasta-defline.ts';
import { emptyRecord, invalidFasta, queryEmpty, queryTooLarge } from './fasta-faults.ts';
import { ResidueGuard } from './fasta-residue-guard.ts';

export interface FastaRules {
  readonly molecule: MoleculeType;
  /** Keep lower case: it means masking (`-lcase_masking`). */
  readonly keepCase: boolean;
  readonly limits?: Partial<FastaLimits>;
  /** Called at the end of each sequence, in order. */
  readonly onSequence?: (span: RecordSpan) => void;
}

export interface FastaLimits {
  readonly maxSequences: number;
  readonly maxResidues: number;
  readonly maxDeflineBytes: number;
}

/** One sequence of the normalised text. */
export interface RecordSpan {
  /** Zero-based. */
  readonly index: number;
  readonly id: string;
  /** Zero-based, half-open, from the `>` to the line end after the residues. */
  readonly startByte: number;
  readonly endByte: number;
  readonly residueCount: number;
}

const defaultLimits: FastaLimits = {
  maxSequences: Infinity,
  maxResidues: Infinity,
  maxDeflineBytes: 1 << 20,
};

interface OpenRecord {
  readonly id: string;
  readonly line: number;
  readonly startByte: number;
  residues: number;
}

type Line = 'new' | 'defline' | 'comment' | 'residues';

/** The reader's state between two pieces of input: `push` takes bytes and gives the normalised bytes they complete. */
export class FastaMachine {
  readonly #rules: FastaRules;
  readonly #limits: FastaLimits;
  readonly #table: Uint8Array;
  readonly #guard: ResidueGuard;
  readonly #out = new ByteWriter();
  readonly #defline = new ByteWriter();
  #record: OpenRecord | undefined;
  #state: Line = 'new';
  #afterCr = false;
  #line = 1;
  #column = 0;
  #sequences = 0;
  #residues = 0;
  #longest = 0;
  #gaps = 0;

  constructor(rules: FastaRules) {
    this.#rules = rules;
    this.#limits = { ...defaultLimits, ...rules.limits };
    this.#table = residueTable(rules.molecule, rules.keepCase);
    this.#guard = new ResidueGuard(rules.molecule);
  }

  push(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length;) at = this.#step(bytes, at);
    return this.#out.take();
  }

  /** @throws PlatformError `QUERY_EMPTY` when there was no sequence at all */
  finish(): Uint8Array {
    this.#endLine();
    this.#endRecord();
    if (this.#sequences === 0) throw queryEmpty();
    return this.#out.take();
  }

  counts(): { sequenceCount: number; residueCount: number; longestResidues: number; gapsDropped: number } {
    return {
      sequenceCount: this.#sequences,
      residueCount: this.#residues,
      longestResidues: this.#longest,
      gapsDropped: this.#gaps,
    };
  }

  /** Reads one byte, or a run of residues, and returns where to go on. */
  #step(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    const afterCr = this.#afterCr;
    this.#afterCr = byte === cr;
    if (byte === lf && afterCr) return at + 1;
    if (byte === lf || byte === cr) {
      this.#endLine();
      this.#line++;
      return at + 1;
    }
    if (byte === 0)
      throw invalidFasta(
        this.#line,
        'there is a NUL byte: the query is binary data or UTF-16 text. Save it as plain text in UTF-8.',
      );
    this.#column++;
    switch (this.#state) {
      case 'new':
        return this.#beginLine(byte, at);
      case 'comment':
        return at + 1;
      case 'defline':
        return this.#readDefline(bytes, at);
      case 'residues':
        return this.#readResidues(bytes, at);
    }
  }

  #beginLine(byte: number, at: number): number {
    if (byte === greaterThan) {
      this.#endRecord();
      this.#state = 'defline';
      return at + 1;
    }
    if (commentMarks.has(byte)) {
      this.#state = 'comment';
      return at + 1;
    }
    this.#state = 'residues';
    this.#column--;
    return at;
  }

  /** Copies what there is of the defline from `at` on. */
  #readDefline(bytes: Uint8Array, at: number): number {
    const { maxDeflineBytes } = this.#limits;
    let end = at + 1;
    while (end < bytes.length && !endsDefline(bytes[end] ?? 0)) end++;
    const room = maxDeflineBytes - this.#defline.length;
    if (end - at > room) {
      const message = `Line ${this.#line}: the name and description are longer than ${maxDeflineBytes} bytes. Shorten the line; if it holds the sequence, begin that on the next line.`;
      throw queryTooLarge({ line: this.#line, column: this.#column + room }, message);
    }
    this.#defline.write(bytes.subarray(at, end));
    this.#column += end - at - 1;
    return end;
  }

  #endLine(): void {
    this.#guard.endLine();
    if (this.#state === 'defline') {
      const { id, text } = readDefline(this.#defline.view(), this.#line, this.#sequences + 1);
      this.#openRecord(id, text);
      this.#defline.clear();
    }
    this.#state = 'new';
    this.#column = 0;
  }

  #openRecord(id: string, defline: Uint8Array): OpenRecord {
    const { maxSequences } = this.#limits;
    if (this.#sequences >= maxSequences) {
      const message = `The query holds more than ${maxSequences} sequences. Split it into several searches.`;
      throw queryTooLarge({ sequence: id, line: this.#line }, message);
    }
    this.#record = { id, line: this.#line, startByte: this.#out.written, residues: 0 };
    this.#guard.beginSequence(id);
    this.#out.writeByte(greaterThan);
    this.#out.write(defline);
    this.#out.writeByte(lf);
    return this.#record;
  }

  #endRecord(): void {
    const record = this.#record;
    if (record === undefined) return;
    this.#guard.endSequence();
    if (record.residues === 0) throw emptyRecord({ sequence: record.id, line: record.line });
    this.#out.writeByte(lf);
    this.#record = undefined;
    this.#rules.onSequence?.({
      index: this.#sequences,
      id: record.id,
      startByte: record.startByte,
      endByte: this.#out.written,
      residueCount: record.residues,
    });
    this.#sequences++;
    this.#longest = Math.max(this.#longest, record.residues);
  }

  /** Copies the run of residues that starts at `at`, then deals with the one byte that ends it. */
  #readResidues(bytes: Uint8Array, at: number): number {
    const first = bytes[at] ?? 0;
    if (whiteSpace.has(first)) return at + 1;
    const record = this.#record ?? this.#openUnnamed();
    const count = this.#guard.decoding ? 0 : this.#out.writeMapped(bytes, at, this.#table);
    if (count > 0) {
      this.#guard.sample(bytes, at, at + count);
      this.#column += count - 1;
      this.#countResidues(record, count);
      return at + count;
    }
    if (first === hyphen) this.#gaps++;
    else this.#guard.meet(first, { sequence: record.id, line: this.#line, column: this.#column });
    return at + 1;
  }

  #openUnnamed(): OpenRecord {
    const id = `Query_${this.#sequences + 1}`;
    return this.#openRecord(id, new TextEncoder().encode(id));
  }

  #countResidues(record: OpenRecord, count: number): void {
    record.residues += count;
    this.#residues += count;
    const { maxResidues } = this.#limits;
    if (this.#residues <= maxResidues) return;
    const message = `The query holds more than ${maxResidues} residues. Split it into several searches.`;
    throw queryTooLarge({ sequence: record.id, line: this.#line }, message);
  }
}

/** What `#step` must see for itself: line ends, and NUL, which no text has. */
function endsDefline(byte: number): boolean {
  return byte === lf || byte === cr || byte === 0;
}

const cr = 0x0d;
const lf = 0x0a;
const hyphen = 0x2d;
const greaterThan = 0x3e;
const commentMarks = new Set([0x21, 0x23, 0x3b]);
const whiteSpace = new Set([0x20, 0x09, 0x0b, 0x0c]);
