import { invalidFasta } from './fasta-faults.ts';

/**
 * Reads a defline without its `>`: the id is its first word, as BLAST+ prints it. A defline without a word is given
 * the name BLAST+ prints for it, `Query_` and its 1-based number in the query.
 * @throws PlatformError `INVALID_FASTA` for broken UTF-8 and for NCBI's gap lines (`>?50`), which would join two records
 */
export function readDefline(
  bytes: Uint8Array,
  line: number,
  sequenceNumber: number,
): { id: string; text: Uint8Array } {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1])) end--;
  const text = bytes.subarray(0, end);
  const decoded = decode(text, line);
  if (decoded.startsWith('?')) {
    throw invalidFasta(
      line,
      'gap lines (">?") are not supported. Write the gap as N (nucleotides) or X (proteins), or give the sequence a name.',
    );
  }
  const id = /\S+/.exec(decoded)?.[0];
  if (id !== undefined) return { id, text };
  const name = `Query_${sequenceNumber}`;
  return { id: name, text: new TextEncoder().encode(name) };
}

function decode(text: Uint8Array, line: number): string {
  try {
    return strictUtf8.decode(text);
  } catch {
    throw invalidFasta(
      line,
      'the name or description is not valid UTF-8. Save the query as plain text in UTF-8.',
    );
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0b || byte === 0x0c;
