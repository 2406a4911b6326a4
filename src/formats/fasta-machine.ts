import type { MoleculeType } from '../database/database.ts';
import type { PlatformError } from '../errors/index.ts';
import { residueTable } from './alphabet.ts';
import { ByteWriter } from './byte-writer.ts';
import { readDefline } from './fasta-defline.ts';
import {
  dashedFirstLine,
  deflineTooLong,
  emptyRecord,
  invalidFasta,
  missingFirstName,
  queryEmpty,
  type FastaRecordPlace,
  type FaultSink,
} from './fasta-faults.ts';
import { FirstLine } from './fasta-first-line.ts';
import { ResidueGuard } from './fasta-residue-guard.ts';
import { FastaSizes, type FastaLimits } from './fasta-sizes.ts';

export interface FastaRules {
  readonly molecule: MoleculeType;
  /** Keep lower case: it means masking (`-lcase_masking`). */
  readonly keepCase: boolean;
  readonly limits?: Partial<FastaLimits>;
  /** Drop digits in a sequence, as BLAST+ does with a warning, instead of refusing them. */
  readonly dropDigits?: boolean;
  /** Refuse a sequence whose first line has too many dashes for NCBI's reader, see `FirstLine`. */
  readonly refuseDashedFirstLines?: boolean;
  /** Refuse several sequences of which the first has no name. */
  readonly refuseUnnamedFirst?: boolean;
  /**
   * Given each fault, which names its sequence by number too; reading goes on behind it, and the text written is of no use.
   * Without it the first fault is thrown. What leaves nothing to go on with is thrown either way.
   */
  readonly onFault?: FaultSink;
  /** Called at the end of each sequence, in order. */
  readonly onSequence?: (span: RecordSpan) => void;
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
  maxSequenceResidues: Infinity,
  maxDeflineBytes: 1 << 20,
};

interface OpenRecord {
  readonly id: string;
  readonly line: number;
  readonly startByte: number;
  readonly firstLine: FirstLine | undefined;
  /** Whether something stands where residues should. */
  refused: boolean;
}

type Line = 'new' | 'defline' | 'comment' | 'residues';

/** The reader's state between two pieces of input: `push` takes bytes and gives the normalised bytes they complete. */
export class FastaMachine {
  readonly #rules: FastaRules;
  readonly #maxDeflineBytes: number;
  readonly #table: Uint8Array;
  readonly #report: FaultSink;
  readonly #guard: ResidueGuard;
  readonly #sizes: FastaSizes;
  readonly #out = new ByteWriter();
  readonly #defline = new ByteWriter();
  #record: OpenRecord | undefined;
  #state: Line = 'new';
  #afterCr = false;
  #line = 1;
  #column = 0;
  #gaps = 0;
  /** Line of the first sequence when that has no name. */
  #unnamedLine: number | undefined;

  constructor(rules: FastaRules) {
    this.#rules = rules;
    this.#table = residueTable(rules.molecule, rules.keepCase);
    this.#report = rules.onFault ?? throwFault;
    this.#guard = new ResidueGuard(rules.molecule, this.#report);
    const limits = { ...defaultLimits, ...rules.limits };
    this.#maxDeflineBytes = limits.maxDeflineBytes;
    this.#sizes = new FastaSizes(limits, rules.molecule, this.#report);
  }

  push(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length;) at = this.#step(bytes, at);
    return this.#out.take();
  }

  /** @throws PlatformError `QUERY_EMPTY` when there was no sequence at all */
  finish(): Uint8Array {
    this.#endLine();
    this.#endRecord();
    if (this.#sizes.sequences === 0) throw queryEmpty();
    return this.#out.take();
  }

  counts(): { sequenceCount: number; residueCount: number; longestResidues: number; gapsDropped: number } {
    return { ...this.#sizes.counts(), gapsDropped: this.#gaps };
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
    const maxDeflineBytes = this.#maxDeflineBytes;
    let end = at + 1;
    while (end < bytes.length && !endsDefline(bytes[end] ?? 0)) end++;
    const room = maxDeflineBytes - this.#defline.length;
    if (end - at > room) throw deflineTooLong(this.#line, this.#column + room, maxDeflineBytes);
    this.#defline.write(bytes.subarray(at, end));
    this.#column += end - at - 1;
    return end;
  }

  #endLine(): void {
    this.#guard.endLine();
    if (this.#state === 'residues' && this.#record) this.#endResidues(this.#record);
    if (this.#state === 'defline') {
      const number = this.#sizes.sequences + 1;
      const { id, text } = readDefline(this.#defline.view(), this.#line, number, this.#report);
      this.#openRecord(id, text);
      this.#defline.clear();
    }
    this.#state = 'new';
    this.#column = 0;
  }

  #openRecord(id: string, defline: Uint8Array): OpenRecord {
    const firstLine = this.#rules.refuseDashedFirstLines ? new FirstLine() : undefined;
    const startByte = this.#out.written;
    const record = { id, line: this.#line, startByte, firstLine, refused: false };
    this.#record = record;
    this.#guard.beginSequence();
    this.#sizes.beginSequence(this.#place(record));
    if (this.#sizes.sequences === 1 && this.#unnamedLine !== undefined)
      this.#report(missingFirstName(this.#unnamedLine));
    this.#out.writeByte(greaterThan);
    this.#out.write(defline);
    this.#out.writeByte(lf);
    return record;
  }

  #endRecord(): void {
    const record = this.#record;
    if (record === undefined) return;
    this.#guard.endSequence();
    if (this.#sizes.current === 0 && !record.refused)
      this.#report(emptyRecord(this.#place(record, record.line)));
    this.#out.writeByte(lf);
    this.#record = undefined;
    this.#rules.onSequence?.({
      index: this.#sizes.sequences,
      id: record.id,
      startByte: record.startByte,
      endByte: this.#out.written,
      residueCount: this.#sizes.current,
    });
    this.#sizes.endSequence();
  }

  /** Copies the run of residues that starts at `at`, then deals with the one byte that ends it. */
  #readResidues(bytes: Uint8Array, at: number): number {
    const first = bytes[at] ?? 0;
    if (this.#guard.decoding && this.#guard.continues(first)) {
      this.#column--;
      return at + 1;
    }
    if (whiteSpace.has(first) || (this.#rules.dropDigits && isDigit(first))) return at + 1;
    const record = this.#record ?? this.#openUnnamed();
    const count = this.#out.writeMapped(bytes, at, this.#table);
    if (first !== hyphen) record.firstLine?.others(this.#column, Math.max(count, 1));
    if (count > 0) {
      this.#guard.sample(bytes, at, at + count);
      this.#column += count - 1;
      this.#sizes.add(count);
      // Listed faults keep one order however the text is cut, so they wait for the end of the line.
      if (this.#sizes.isOver && this.#rules.onFault === undefined)
        this.#sizes.check(this.#place(record), record.line);
      return at + count;
    }
    if (first === hyphen) {
      this.#gaps++;
      record.firstLine?.dash(this.#column);
    } else {
      record.refused = true;
      this.#guard.meet(first, { ...this.#place(record), column: this.#column });
    }
    return at + 1;
  }

  #openUnnamed(): OpenRecord {
    const id = `Query_${this.#sizes.sequences + 1}`;
    if (this.#rules.refuseUnnamedFirst) this.#unnamedLine = this.#line;
    return this.#openRecord(id, new TextEncoder().encode(id));
  }

  #endResidues(record: OpenRecord): void {
    const dashed = record.firstLine?.end();
    if (dashed) this.#report(dashedFirstLine(this.#place(record), dashed.dashes, dashed.checked));
    if (this.#sizes.isOver) this.#sizes.check(this.#place(record), record.line);
  }

  #place({ id }: OpenRecord, line = this.#line): FastaRecordPlace {
    const number = this.#rules.onFault && { number: this.#sizes.sequences + 1 };
    return { sequence: id, ...number, line };
  }
}

function throwFault(fault: PlatformError): never {
  throw fault;
}

/** What `#step` must see for itself: line ends, and NUL, which no text has. */
function endsDefline(byte: number): boolean {
  return byte === lf || byte === cr || byte === 0;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const cr = 0x0d;
const lf = 0x0a;
const hyphen = 0x2d;
const greaterThan = 0x3e;
const commentMarks = new Set([0x21, 0x23, 0x3b]);
const whiteSpace = new Set([0x20, 0x09, 0x0b, 0x0c]);
