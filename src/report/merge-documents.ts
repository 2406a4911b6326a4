import type { DocumentShape } from './document-shapes.ts';
import { concatBytes, editLines, type LineDecision, type LineEdit } from './edit-lines.ts';
import { brokenFragment, noFragment, requireQueries, type Fragment, type Fragments } from './fragment.ts';
import { isSame } from './line-bytes.ts';
import { QueryLines } from './query-lines.ts';
import type { SearchedAs } from './statistics-lines.ts';

/** Joins documents (outfmt 5, 15, 16): beginning and end of the first, the queries of all. */
export async function* mergeDocuments(
  shape: DocumentShape,
  search: SearchedAs,
  fragments: Fragments,
): AsyncIterable<Uint8Array> {
  const ending: Uint8Array[] = [];
  let first = true;
  let shownBefore = 0;
  for await (const fragment of fragments) {
    const reader = new DocumentReader(shape, fragment, { search, first, shownBefore, ending });
    yield* editLines(fragment.body, reader.edit);
    shownBefore += reader.finish();
    first = false;
  }
  if (first) throw noFragment();
  yield concatBytes(ending);
}

interface Context {
  readonly search: SearchedAs;
  readonly first: boolean;
  /** How many queries the fragments before show, each as often as it was searched. */
  readonly shownBefore: number;
  /** Lines that end the first document. */
  readonly ending: Uint8Array[];
}

class DocumentReader {
  readonly #shape: DocumentShape;
  readonly #fragment: Fragment;
  readonly #context: Context;
  readonly #queries: QueryLines;
  #part: 'beginning' | 'queries' | 'ending' = 'beginning';
  #separated: boolean;

  constructor(shape: DocumentShape, fragment: Fragment, context: Context) {
    this.#shape = shape;
    this.#fragment = fragment;
    this.#context = context;
    this.#queries = new QueryLines(shape, context.search, context.shownBefore);
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
    this.#queries.read(bytes, start, end);
    return this.#context.first;
  };

  #editQueryLine(bytes: Uint8Array, start: number, end: number): LineDecision {
    if (this.#separated) return this.#queries.edit(bytes, start, end);
    this.#separated = true;
    return concatBytes([this.#shape.separator, bytes.subarray(start, end)]);
  }

  /** @returns the number of queries, each as often as it was searched. */
  finish(): number {
    if (this.#part !== 'ending') throw brokenFragment(this.#fragment, 'it breaks off');
    requireQueries(this.#fragment, this.#queries.count);
    return this.#queries.count;
  }
}
