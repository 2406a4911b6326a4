import { PlatformError } from '../errors/index.ts';
import { emptyMask } from './complete-masks.ts';
import { concatBytes, editLines, type LineEdit } from './edit-lines.ts';
import { brokenFragment, type Fragment, type Fragments } from './fragment.ts';
import { addToNumber, bytesOf, isSame, startsWith } from './line-bytes.ts';

/** Where the lines of a document format lie. BLAST+ 2.12.0 puts each on a line of its own, with fixed indentation. */
export interface DocumentShape {
  /** Line that ends what comes before the first query. */
  readonly opening: Uint8Array;
  /** Line that begins what comes after the last query. */
  readonly closing: Uint8Array;
  /** What stands between two queries. */
  readonly separator: Uint8Array;
  /** The line with a query's id: its beginning, and how a `Query_N` in it goes on and ends. */
  readonly queryId: NumberedLine & { readonly anyId: Uint8Array };
  /** A line with the query's number, if the format has one. */
  readonly queryNumber?: NumberedLine;
  /** How the masks of a query begin, and all the lines of a list that `completeMasks` made. */
  readonly masks?: { readonly opening: Uint8Array; readonly empty: Uint8Array };
}

interface NumberedLine {
  readonly prefix: Uint8Array;
  readonly terminator: Uint8Array;
}

export const documentShapes = {
  xml: {
    opening: bytesOf('<BlastOutput_iterations>\n'),
    closing: bytesOf('</BlastOutput_iterations>\n'),
    separator: bytesOf(''),
    queryId: idLine('  <Iteration_query-ID>', '</Iteration_query-ID>\n'),
    queryNumber: {
      prefix: bytesOf('  <Iteration_iter-num>'),
      terminator: bytesOf('</Iteration_iter-num>\n'),
    },
  },
  json: {
    opening: bytesOf('"BlastOutput2": [\n'),
    closing: bytesOf(']\n'),
    separator: bytesOf(',\n'),
    queryId: idLine('          "query_id": "', '",\n'),
    masks: masks([
      '          "query_masking": [',
      '            {',
      `              "from": ${String(emptyMask.from)},`,
      `              "to": ${String(emptyMask.to)}`,
      '            }',
      '          ],',
    ]),
  },
  xml2: {
    opening: bytesOf('>\n'),
    closing: bytesOf('</BlastXML2>\n'),
    separator: bytesOf('\n'),
    queryId: idLine('              <query-id>', '</query-id>\n'),
    masks: masks([
      '              <query-masking>',
      '                <Range>',
      `                  <from>${String(emptyMask.from)}</from>`,
      `                  <to>${String(emptyMask.to)}</to>`,
      '                </Range>',
      '              </query-masking>',
    ]),
  },
} as const satisfies Record<string, DocumentShape>;

/**
 * Joins documents (outfmt 5, 15, 16): beginning and end of the first, the queries of all.
 * @param namesFromDeflines - ids come from the deflines: a `Query_N` is a name and stays
 */
export async function* mergeDocuments(
  shape: DocumentShape,
  fragments: Fragments,
  namesFromDeflines: boolean,
): AsyncIterable<Uint8Array> {
  const ending: Uint8Array[] = [];
  let first = true;
  for await (const fragment of fragments) {
    const reader = new DocumentReader(shape, fragment, { first, namesFromDeflines, ending });
    yield* editLines(fragment.body, reader.edit);
    reader.finish();
    first = false;
  }
  if (first)
    throw new PlatformError('TOOL_OUTPUT_MISSING', 'There is no rendered chunk to make a report of.');
  yield concatBytes(ending);
}

class DocumentReader {
  readonly #shape: DocumentShape;
  readonly #fragment: Fragment;
  readonly #context: {
    readonly first: boolean;
    readonly namesFromDeflines: boolean;
    readonly ending: Uint8Array[];
  };
  #part: 'beginning' | 'queries' | 'ending' = 'beginning';
  #queries = 0;
  #separated: boolean;
  /** Lines that may be an empty mask. */
  #held: Uint8Array | undefined;

  constructor(
    shape: DocumentShape,
    fragment: Fragment,
    context: { readonly first: boolean; readonly namesFromDeflines: boolean; readonly ending: Uint8Array[] },
  ) {
    this.#shape = shape;
    this.#fragment = fragment;
    this.#context = context;
    this.#separated = context.first || shape.separator.length === 0;
  }

  readonly edit: LineEdit = (bytes, start, end) => {
    const shape = this.#shape;
    if (this.#part === 'queries') {
      if (!isSame(bytes, start, end, shape.closing)) return this.#editQueryLine(bytes, start, end);
      this.#part = 'ending';
    }
    if (this.#part === 'ending') {
      if (this.#context.first) this.#context.ending.push(bytes.slice(start, end));
      return false;
    }
    if (isSame(bytes, start, end, shape.opening)) this.#part = 'queries';
    return this.#context.first;
  };

  #editQueryLine(bytes: Uint8Array, start: number, end: number): boolean | Uint8Array {
    if (!this.#separated) {
      this.#separated = true;
      return concatBytes([this.#shape.separator, bytes.subarray(start, end)]);
    }
    const { queryId, queryNumber, masks } = this.#shape;
    if (masks && (this.#held !== undefined || isSame(bytes, start, end, masks.opening))) {
      return this.#editMask(bytes.slice(start, end), masks.empty);
    }
    const before = this.#fragment.queriesBefore;
    if (startsWith(bytes, start, end, queryId.anyId)) {
      this.#queries += 1;
      if (before === 0 || this.#context.namesFromDeflines) return true;
      return addToNumber(bytes, start, end, queryId, before) ?? true;
    }
    if (before === 0 || !queryNumber) return true;
    return addToNumber(bytes, start, end, queryNumber, before) ?? true;
  }

  /** Holds lines as long as they agree with the empty mask. */
  #editMask(line: Uint8Array, empty: Uint8Array): boolean | Uint8Array {
    const lines = concatBytes([this.#held ?? new Uint8Array(), line]);
    const agrees = startsWith(empty, 0, empty.length, lines);
    this.#held = agrees && lines.length < empty.length ? lines : undefined;
    return agrees ? false : lines;
  }

  finish(): void {
    if (this.#part !== 'ending') throw brokenFragment(this.#fragment, 'it breaks off');
    if (this.#queries !== this.#fragment.queryCount) {
      throw brokenFragment(this.#fragment, `it shows ${String(this.#queries)} queries`);
    }
  }
}

function masks(lines: readonly [string, ...string[]]): NonNullable<DocumentShape['masks']> {
  return { opening: bytesOf(`${lines[0]}\n`), empty: bytesOf(`${lines.join('\n')}\n`) };
}

function idLine(anyId: string, terminator: string): DocumentShape['queryId'] {
  return { anyId: bytesOf(anyId), prefix: bytesOf(`${anyId}Query_`), terminator: bytesOf(terminator) };
}
