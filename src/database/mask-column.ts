import type { MaskAlgorithm } from './mask-algorithm.ts';

/** Bytes of a column index that suffice to find the end of its description. */
export const columnHeadBytes = 32;

const maskTitle = 'BlastDb/MaskData';

/** Names of the programs that makeblastdb 2.12.0 knows by number; others carry their name with them. */
const programNames: Readonly<Record<string, string>> = {
  10: 'dust',
  20: 'seg',
  30: 'windowmasker',
  40: 'repeat',
};

/** How many bytes a column index (`.paa`, `.nba`, …) begins with before its offsets, by its first 32. */
export function columnDescriptionBytes(head: Uint8Array): number {
  if (head.length < columnHeadBytes) throw cutShort();
  return viewOf(head).getUint32(28);
}

/**
 * The masking algorithms that a column index describes (big-endian; texts and counts in base 128; each algorithm is its
 * id and `program:options`, or `program:options:name:description` where the maker of the database named it).
 * `undefined` for a column of anything else.
 * @throws SyntaxError when it is cut short
 */
export function parseMaskColumn(bytes: Uint8Array): readonly MaskAlgorithm[] | undefined {
  const reader = createReader(bytes, columnHeadBytes);
  if (reader.text() !== maskTitle) return undefined;
  reader.moveTo(viewOf(bytes).getUint32(24));
  return Array.from({ length: reader.number() }, () => algorithmOf(reader.text(), reader.text()));
}

function algorithmOf(id: string, definition: string): MaskAlgorithm {
  // A colon within a field is written as control-A.
  const fields = definition.split(':').map((field) => field.replaceAll('\u0001', ':'));
  const [program = '', options = '', name, description = ''] = fields;
  const isNamed = name !== undefined;
  return { id: Number(id), name: name ?? programNames[program] ?? 'other', options, isNamed, description };
}

function createReader(bytes: Uint8Array, start: number) {
  let at = start;
  /** Seven bits a byte, most significant first; the last byte holds six and a sign. */
  const number = (): number => {
    let value = 0;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw cutShort();
      if ((byte & 0x80) === 0) return value * 64 + (byte & 0x3f);
      value = value * 128 + (byte & 0x7f);
    }
  };
  const text = (): string => {
    const length = number();
    if (length > bytes.length - at) throw cutShort();
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  return { number, text, moveTo: (position: number) => void (at = position) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const cutShort = (): SyntaxError => new SyntaxError('a mask column is cut short');
