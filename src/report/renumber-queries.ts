import { concatBytes, lineEnd, wholeLines } from './edit-lines.ts';
import { addToNumber, bytesOf, isSame } from './line-bytes.ts';

const mark = { prefix: bytesOf('local str "Query_'), terminator: bytesOf('"') } as const;
/** Looked for first: a search for one rare byte is some ten times faster than one for line ends. */
const rare = { byte: 'Q'.charCodeAt(0), offset: 'local str "'.length } as const;

/**
 * Makes an archive (outfmt 11, ASN.1 text) call its queries by their numbers in the whole query: `Query_1` becomes
 * `Query_` of `queriesBefore` plus one. Archives renumbered so may follow one another in one file, as those of several
 * reader batches do, and the formatter names every query right in every format. The mark cannot stand in a title:
 * quotation marks within a string are doubled. Streams; memory is bounded by a line.
 */
export async function* renumberQueries(
  archive: AsyncIterable<Uint8Array>,
  queriesBefore: number,
): AsyncIterable<Uint8Array> {
  const edit = lineEditor(queriesBefore);
  for await (const block of wholeLines(archive)) yield renumbered(block, edit);
}

type Edit = (block: Uint8Array, start: number, end: number) => Uint8Array | undefined;

/** A query's name stands in each of its alignments: the line is mostly the one of last time. */
function lineEditor(queriesBefore: number): Edit {
  let last: { readonly line: Uint8Array; readonly edited: Uint8Array } | undefined;
  return (block, start, end) => {
    if (last && isSame(block, start, end, last.line)) return last.edited;
    const edited = addToNumber(block, start, end, mark, queriesBefore);
    if (edited) last = { line: block.slice(start, end), edited };
    return edited;
  };
}

function renumbered(block: Uint8Array, edit: Edit): Uint8Array {
  const pieces: Uint8Array[] = [];
  let copied = 0;
  for (let at = block.indexOf(rare.byte); at !== -1; at = block.indexOf(rare.byte, at + 1)) {
    const start = at - rare.offset;
    const end = lineEnd(block, at);
    const edited = start < copied ? undefined : edit(block, start, end);
    if (edited === undefined) continue;
    pieces.push(block.subarray(copied, start), edited);
    copied = end;
    at = end - 1;
  }
  return concatBytes([...pieces, block.subarray(copied)]);
}
