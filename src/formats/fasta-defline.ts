import { invalidFasta, type FaultSink } from './fasta-faults.ts';

/**
 * Reads a defline without its `>`: the id is its first word, as BLAST+ prints it. A defline without a word is given
 * the name BLAST+ prints for it, `Query_` and its 1-based number in the query.
 * @param report - is given `INVALID_FASTA` for broken UTF-8 and for NCBI's gap lines (`>?50`), which would join two records
 */
export function readDefline(
  bytes: Uint8Array,
  line: number,
  sequenceNumber: number,
  report: FaultSink,
): { id: string; text: Uint8Array } {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1])) end--;
  const text = bytes.subarray(0, end);
  const decoded = decode(text, line, report);
  if (decoded.startsWith('?')) {
    const message =
      'gap lines (">?") are not supported. Write the gap as N (nucleotides) or X (proteins), or give the sequence a name.';
    report(invalidFasta(line, message));
  }
  const id = /\S+/.exec(decoded)?.[0];
  if (id !== undefined) return { id, text };
  const name = `Query_${sequenceNumber}`;
  return { id: name, text: new TextEncoder().encode(name) };
}

function decode(text: Uint8Array, line: number, report: FaultSink): string {
  try {
    return strictUtf8.decode(text);
  } catch {
    const message = 'the name or description is not valid UTF-8. Save the query as plain text in UTF-8.';
    report(invalidFasta(line, message));
    return new TextDecoder().decode(text);
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0b || byte === 0x0c;
