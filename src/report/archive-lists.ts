import { bytesOf } from './line-bytes.ts';

/** A list within an archive, by its lines. Elements begin and end like nothing within them; a comma divides them. */
export interface ArchiveList {
  readonly begin: Uint8Array;
  readonly elementBegin: Uint8Array;
  readonly elementEnd: Uint8Array;
  readonly end: Uint8Array;
}

function listOf(indent: string, begin: string, elementIndent: string, elementBegin: string): ArchiveList {
  return {
    begin: bytesOf(`${indent}${begin} {\n`),
    elementBegin: bytesOf(`${elementIndent}${elementBegin}{\n`),
    elementEnd: bytesOf(`${elementIndent}}`),
    end: bytesOf(`${indent}}`),
  };
}

/** The query's sequences. */
export const queryList = listOf('      ', 'queries bioseq-set', '          ', 'seq ');
/** Lists whose elements belong to a query each, but for options, of which only masks do. */
export const resultLists = [
  listOf('      ', 'algorithm-options', '        ', ''),
  listOf('      ', 'program-options', '        ', ''),
  listOf('    ', 'alignments', '      ', ''),
  listOf('    ', 'masks', '      ', ''),
];
