import type { MoleculeType } from './database.ts';

/** What the head of a volume's index file (`.pin`, `.nin`) says. */
export interface IndexHeader {
  readonly formatVersion: 4 | 5;
  readonly moleculeType: MoleculeType;
  readonly title: string;
  /** Name of the file of look-up tables (`.pdb`, `.ndb`) that BLAST+ opens format 5 with; empty where there is none. */
  readonly lookUpFile: string;
  readonly buildDate: string;
  readonly sequenceCount: number;
  readonly letterCount: number;
  /** Residues or bases of the longest sequence. */
  readonly longestSequence: number;
  /** Bytes before the offset arrays. */
  readonly headerBytes: number;
}

/**
 * Reads the head of an index file. Integers are big-endian but for the letter count (BLAST+ 2.12.0, format 4:
 * version, type, title, date, counts; format 5 adds a volume number after the type and the LMDB file after the title).
 * @throws SyntaxError that says what is wrong with the bytes
 */
export function parseIndexHeader(bytes: Uint8Array): IndexHeader {
  const reader = createReader(bytes);
  const formatVersion = reader.integer();
  if (formatVersion !== 4 && formatVersion !== 5) {
    throw new SyntaxError(`the index has format ${formatVersion}, only 4 and 5 can be read`);
  }
  const type = reader.integer();
  if (type > 1) throw new SyntaxError(`the index has the unknown sequence type ${type}`);
  if (formatVersion === 5) reader.integer();
  const title = reader.text();
  const lookUpFile = formatVersion === 5 ? reader.text() : '';
  const buildDate = reader.text();
  const sequenceCount = reader.integer();
  const letterCount = reader.littleEndianLong();
  const longestSequence = reader.integer();
  return {
    formatVersion,
    moleculeType: type === 1 ? 'protein' : 'nucleotide',
    title,
    lookUpFile,
    buildDate,
    sequenceCount,
    letterCount,
    longestSequence,
    headerBytes: reader.position(),
  };
}

/** Where a complete index says how large its files must be; positions are bytes from the start of the index. */
export interface IndexLayout {
  /** Smallest size of the index itself: header, then one array of offsets for headers, sequences and (nucleotide) ambiguities. */
  readonly indexBytes: number;
  /** Position of the big-endian 32-bit size of the header file (`.phr`, `.nhr`). */
  readonly headerFileSizeAt: number;
  /** Position of the big-endian 32-bit size of the sequence file (`.psq`, `.nsq`). */
  readonly sequenceFileSizeAt: number;
}

/** The sizes that tell a database that is cut short, or put together from two builds, from a whole one. */
export function indexLayout(header: IndexHeader): IndexLayout {
  const arrayBytes = 4 * (header.sequenceCount + 1);
  const arrays = header.moleculeType === 'protein' ? 2 : 3;
  return {
    indexBytes: header.headerBytes + arrays * arrayBytes,
    headerFileSizeAt: header.headerBytes + arrayBytes - 4,
    sequenceFileSizeAt: header.headerBytes + arrays * arrayBytes - 4,
  };
}

function createReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (size: number): number => {
    const start = at;
    if (size > bytes.length - start) throw new SyntaxError('the index file is cut short');
    at = start + size;
    return start;
  };
  const integer = (): number => view.getUint32(take(4));
  return {
    integer,
    littleEndianLong: () => Number(view.getBigUint64(take(8), true)),
    /** Length, then UTF-8 padded with NULs. */
    text: () => {
      const length = integer();
      const start = take(length);
      return new TextDecoder().decode(bytes.subarray(start, start + length)).replace(/\0+$/, '');
    },
    position: () => at,
  };
}
