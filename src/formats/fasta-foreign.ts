import { PlatformError } from '../errors/index.ts';

/** Bytes of the beginning of a query that recognition looks at. */
export const recognisedHeadBytes = 1024;

/**
 * Refuses what is plainly not FASTA by the beginning of the text, and says what it is.
 * @throws PlatformError `INVALID_FASTA`
 */
export function refuseForeignFormat(head: Uint8Array): void {
  for (const { name, magic, advice } of binaryFormats) {
    if (magic.every((byte, index) => head[index] === byte)) throw foreign(name, advice);
  }
  const text = new TextDecoder().decode(head).trimStart();
  for (const { name, start, advice } of textFormats) {
    if (start.test(text))
      throw foreign(
        name,
        advice ?? `Convert the query to FASTA first: a line such as ">name", then the sequence.`,
      );
  }
}

function foreign(name: string, advice: string): PlatformError {
  return new PlatformError('INVALID_FASTA', `The query is ${name}, not FASTA. ${advice}`, {
    location: { line: 1 },
  });
}

const asUtf8 = 'Save it as plain text in UTF-8.';
const unpack = 'Compressed files are not read: unpack it and send the plain text.';

const binaryFormats: readonly { name: string; magic: readonly number[]; advice: string }[] = [
  { name: 'gzip-compressed data', magic: [0x1f, 0x8b], advice: unpack },
  { name: 'a zip archive or an office document', magic: [0x50, 0x4b, 3, 4], advice: unpack },
  { name: 'an empty zip archive', magic: [0x50, 0x4b, 5, 6], advice: unpack },
  { name: 'a split zip archive', magic: [0x50, 0x4b, 7, 8], advice: unpack },
  { name: 'bzip2-compressed data', magic: [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59], advice: unpack },
  { name: 'xz-compressed data', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], advice: unpack },
  { name: 'zstd-compressed data', magic: [0x28, 0xb5, 0x2f, 0xfd], advice: unpack },
  {
    name: 'a PDF document',
    magic: [0x25, 0x50, 0x44, 0x46, 0x2d],
    advice: 'Copy the sequences out of it as plain text.',
  },
  { name: 'UTF-16 text', magic: [0xff, 0xfe], advice: asUtf8 },
  { name: 'UTF-16 text', magic: [0xfe, 0xff], advice: asUtf8 },
  { name: 'UTF-16 text', magic: [0x3e, 0], advice: asUtf8 },
  { name: 'UTF-16 text', magic: [0, 0x3e], advice: asUtf8 },
];

const textFormats: readonly { name: string; start: RegExp; advice?: string }[] = [
  { name: 'SAM text', start: /^@(HD|SQ|RG|PG|CO)\t/ },
  {
    name: 'FASTQ',
    start: /^@/,
    advice: 'Convert it to FASTA first: drop the "+" and quality lines and begin names with ">".',
  },
  { name: 'GenBank text', start: /^LOCUS {2,}\S/, advice: 'Save the record as FASTA instead.' },
  { name: 'EMBL or UniProt text', start: /^ID {3}\S/, advice: 'Save the record as FASTA instead.' },
  { name: 'GFF', start: /^##gff-version/, advice: 'Send the sequences as FASTA instead.' },
  { name: 'a Stockholm alignment', start: /^# STOCKHOLM/ },
  { name: 'a NEXUS file', start: /^#NEXUS/i },
  { name: 'a Clustal alignment', start: /^CLUSTAL[ \t]/ },
  { name: 'HTML or XML', start: /^<[!?/a-z]/i, advice: 'Send the sequences as plain FASTA text.' },
  {
    name: 'RTF of a word processor',
    start: /^\{\\rtf/,
    advice: 'Save it as plain text in UTF-8.',
  },
  { name: 'JSON', start: /^(\{|\[)/, advice: 'Send the sequences as plain FASTA text.' },
  {
    name: 'an accession',
    start: /^[A-Z]{1,6}_?\d[A-Z0-9]*(\.\d+)?[ \t]*(\r|\n|$)/i,
    advice: 'Accessions are not looked up: paste the sequence itself.',
  },
];
