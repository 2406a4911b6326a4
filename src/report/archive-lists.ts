import { bytesOf } from './line-bytes.ts';

/** A list within an archive, by its lines. Elements begin and end like nothing within them; a comma divides them. */
export interface ArchiveList {
  readonly begin: Uint8Array;
  readonly elementBegin: Uint8Array;
  readonly elementEnd: Uint8Array;
  readonly end: Uint8Array;
}

/** Lists whose elements belong to a query each, but for options, of which only masks do; the sequences come first. */
export const archiveLists: readonly ArchiveList[] = [
  listOf('      ', 'queries bioseq-set', '          ', 'seq '),
  listOf('      ', 'algorithm-options', '        ', ''),
  listOf('      ', 'program-options', '        ', ''),
  listOf('    ', 'alignments', '      ', ''),
  listOf('    ', 'masks', '      ', ''),
];

function listOf(indent: string, begin: string, elementIndent: string, elementBegin: string): ArchiveList {
  return {
    begin: bytesOf(`${indent}${begin} {\n`),
    elementBegin: bytesOf(`${elementIndent}${elementBegin}{\n`),
    elementEnd: bytesOf(`${elementIndent}}`),
    end: bytesOf(`${indent}}`),
  };
}
