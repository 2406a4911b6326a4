/** What to put into an index file; see src/database/index-header.ts for the layout. */
export interface IndexContent {
  readonly formatVersion?: number;
  readonly type?: number;
  readonly title?: string;
  readonly lookUpFile?: string;
  readonly buildDate?: string;
  readonly sequenceCount?: number;
  readonly letterCount?: number;
  readonly longestSequence?: number;
  /** Sizes the other two files must have. */
  readonly headerFileBytes?: number;
  readonly sequenceFileBytes?: number;
}

/** An index as BLAST+ writes it, with offsets that are zero but for the last of each array. */
export function indexBytes(content: IndexContent = {}): Uint8Array {
  const { formatVersion = 5, type = 1, title = 'Title', sequenceCount = 2, letterCount = 30 } = content;
  const offsets = (last: number) => [
    ...Array.from({ length: sequenceCount }, () => integer(0)),
    integer(last),
  ];
  const sequenceFileBytes = content.sequenceFileBytes ?? letterCount + sequenceCount + 1;
  return Buffer.concat([
    integer(formatVersion),
    integer(type),
    ...(formatVersion === 5 ? [integer(0)] : []),
    text(title),
    ...(formatVersion === 5 ? [text(content.lookUpFile ?? '')] : []),
    text(`${content.buildDate ?? 'Nov 22, 2026  1:54 PM'}\0\0`),
    integer(sequenceCount),
    long(letterCount),
    integer(content.longestSequence ?? 20),
    ...offsets(content.headerFileBytes ?? 40),
    ...offsets(sequenceFileBytes),
    ...(type === 0 ? offsets(sequenceFileBytes) : []),
  ]);
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([integer(bytes.length), bytes]);
}
