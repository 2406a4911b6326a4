import type { CanonicalOptions } from '../search/options.ts';
import type { Program } from '../search/program.ts';
import { concatBytes, editLines, type LineEdit } from './edit-lines.ts';
import { bytesOf, hasOddQuotes, isSame, startsWith, textOf } from './line-bytes.ts';

/**
 * Prepares an archive (outfmt 11, ASN.1 text) for the formatter. The archive lists masks of the queries that have any,
 * and `blast_formatter` 2.12.0 gives the first list to the first query of the reader batch, the second to the second…,
 * so that alignments show masked residues (`X` in format 5) in the wrong query. Here every unmasked query before a
 * masked one gets a list of its own, with an interval that holds nothing; `mergeReports` takes the traces of it out of
 * formats 15 and 16 again. Streams; memory is bounded by the ids of one batch.
 */
export function completeMasks(archive: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return editLines(archive, new MaskCompletion().edit);
}

/**
 * Whether an archive of this search can hold masks at all. Only blastp filters nothing unless it is asked to; reading
 * its archives line by line would cost as much as rendering them.
 */
export function mayHoldMasks(search: {
  readonly program: Program;
  readonly options: CanonicalOptions;
}): boolean {
  return search.program !== 'blastp' || 'seg' in search.options || 'lcase_masking' in search.options;
}

/**
 * The interval that holds nothing, zero-based and inclusive: it lies beyond every query (one that ends before it begins
 * makes formats 15 and 16 show whole alignments as masked). Three times its position still fits 32 bits.
 */
export const emptyMask = { from: 600_000_000, to: 600_000_000 } as const;

const marks = {
  archive: bytesOf('Blast4-archive ::= {'),
  queries: bytesOf('      queries bioseq-set {\n'),
  queriesEnd: bytesOf('      },\n'),
  id: bytesOf('            id {\n'),
  idEnd: bytesOf('            },\n'),
  masks: bytesOf('    masks {\n'),
  masksEnd: bytesOf('    },\n'),
  mask: bytesOf('      {\n'),
} as const;

class MaskCompletion {
  #part: 'other' | 'queries' | 'id' | 'masks' = 'other';
  #insideString = false;
  #ids: string[] = [];
  #id = '';
  /** Index of the query whose masks come next. */
  #next = 0;
  /** Lines of a mask whose query is not known yet. */
  #held: Uint8Array[] = [];

  readonly edit: LineEdit = (bytes, start, end) => {
    const continued = this.#insideString;
    this.#insideString = continued !== hasOddQuotes(bytes, start, end);
    if (continued) return true;
    if (this.#part === 'masks') return this.#editMask(bytes, start, end);
    if (startsWith(bytes, start, end, marks.archive)) {
      this.#ids = [];
      this.#next = 0;
    } else if (this.#part === 'other') {
      if (isSame(bytes, start, end, marks.queries)) this.#part = 'queries';
      if (isSame(bytes, start, end, marks.masks)) this.#part = 'masks';
    } else {
      this.#readQuery(bytes, start, end);
    }
    return true;
  };

  #readQuery(bytes: Uint8Array, start: number, end: number): void {
    if (this.#part === 'id') {
      if (isSame(bytes, start, end, marks.idEnd)) {
        this.#part = 'queries';
        this.#ids.push(this.#id);
      } else {
        this.#id += `${textOf(bytes, start, end).trim()} `;
      }
    } else if (isSame(bytes, start, end, marks.id)) {
      this.#part = 'id';
      this.#id = '';
    } else if (isSame(bytes, start, end, marks.queriesEnd)) {
      this.#part = 'other';
    }
  }

  #editMask(bytes: Uint8Array, start: number, end: number): boolean | Uint8Array {
    const begins = isSame(bytes, start, end, marks.mask);
    if (isSame(bytes, start, end, marks.masksEnd)) this.#part = 'other';
    if (!begins && this.#held.length === 0) return true;
    this.#held.push(bytes.slice(start, end));
    const id = begins ? undefined : /^ +id (.+)\n$/.exec(textOf(bytes, start, end))?.[1];
    if (id === undefined && this.#part === 'masks') return false;
    const lines = concatBytes([...this.#emptyMasksBefore(id), ...this.#held]);
    this.#held = [];
    return lines;
  }

  #emptyMasksBefore(id: string | undefined): Uint8Array[] {
    const index =
      id === undefined
        ? -1
        : this.#ids.findIndex((known, at) => at >= this.#next - 1 && known.includes(`${id} `));
    const skipped = Array.from(
      { length: Math.max(0, index - this.#next) },
      (_, offset) => this.#next + offset,
    );
    this.#next = Math.max(this.#next, index + 1);
    return skipped.map(emptyMaskOf);
  }
}

/** Neighbouring lists of one id would be taken for one query's, hence the number. */
function emptyMaskOf(index: number): Uint8Array {
  const interval = `from ${String(emptyMask.from)}, to ${String(emptyMask.to)}, id local str "unmasked_${String(index)}"`;
  return bytesOf(
    `      {\n        locations {\n          packed-int { { ${interval} } }\n        },\n        frame plus1\n      },\n`,
  );
}
