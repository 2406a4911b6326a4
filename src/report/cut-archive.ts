import type { CanonicalOptions } from '../search/options.ts';
import { archiveLists, type ArchiveList } from './archive-lists.ts';
import { concatBytes, editLines, type LineEdit } from './edit-lines.ts';
import { bytesOf, hasOddQuotes, isSame, startsWith, textOf } from './line-bytes.ts';
import { renumberQueries } from './renumber-queries.ts';

/**
 * What an archive (outfmt 11, ASN.1 text) of several queries says of one of them, as an archive of that query alone, which
 * then is its `Query_1`. It is what a search of the query alone gives, but for the statistics that an archive has once for
 * all its queries: ungapped parameters, length adjustment and search space stay those of the first, messages are those
 * of all. Streams; memory is bounded by one alignment.
 * @param archive - one or several, behind each other, with queries numbered throughout from 1
 * @param index - of the query among all of them, zero-based
 */
export function cutArchive(archive: AsyncIterable<Uint8Array>, index: number): AsyncIterable<Uint8Array> {
  const cut = new ArchiveCut(`local str "Query_${String(index + 1)}"`);
  return renumberQueries(editLines(archive, cut.edit), -index);
}

/** Whether archives of a search with these options can be cut. With ids from deflines a query may have any name. */
export function canCutArchive(options: CanonicalOptions): boolean {
  return !('parse_deflines' in options);
}

const archiveBegin = bytesOf('Blast4-archive ::= {\n');
const separator = bytesOf(',\n');
const newline = bytesOf('\n');

class ArchiveCut {
  readonly #id: string;
  /** `head` is held until the query is found, `other` is kept; an archive without the query is left out. */
  #part: 'head' | ArchiveList | 'other' | 'left out' = 'left out';
  #insideString = false;
  #hasQuery = false;
  #held: Uint8Array[] = [];
  #element: { readonly lines: Uint8Array[]; isOurs: boolean | undefined } | undefined;
  /** Elements of the list that were given out; the last one without its line end. */
  #given = 0;

  constructor(id: string) {
    this.#id = id;
  }

  readonly edit: LineEdit = (bytes, start, end) => {
    const continued = this.#insideString;
    this.#insideString = continued !== hasOddQuotes(bytes, start, end);
    if (!continued && isSame(bytes, start, end, archiveBegin)) this.#begin();
    const part = this.#part;
    if (part === 'left out') return false;
    if (typeof part === 'object') return this.#readList(part, bytes, start, end, continued);
    if (!continued) this.#part = archiveLists.find(({ begin }) => isSame(bytes, start, end, begin)) ?? part;
    if (part === 'other') return true;
    this.#held.push(bytes.slice(start, end));
    return false;
  };

  #begin(): void {
    this.#part = 'head';
    this.#hasQuery = false;
    this.#held = [];
  }

  #readList(
    list: ArchiveList,
    bytes: Uint8Array,
    start: number,
    end: number,
    continued: boolean,
  ): false | Uint8Array {
    if (this.#element) return this.#readElement(list, bytes, start, end, continued);
    const line = bytes.slice(start, end);
    if (isSame(bytes, start, end, list.elementBegin)) {
      this.#element = { lines: [line], isOurs: undefined };
      return false;
    }
    const isEnd = startsWith(bytes, start, end, list.end);
    if (!this.#hasQuery) {
      if (isEnd) this.#part = 'left out';
      else this.#held.push(line);
      return false;
    }
    if (isEnd) this.#part = 'other';
    const given = this.#given;
    this.#given = 0;
    return given === 0 ? line : concatBytes([newline, line]);
  }

  #readElement(
    { elementEnd }: ArchiveList,
    bytes: Uint8Array,
    start: number,
    end: number,
    continued: boolean,
  ): false | Uint8Array {
    const element = this.#element;
    if (!element) return false;
    if (continued || !startsWith(bytes, start, end, elementEnd)) {
      element.isOurs ??= continued ? undefined : this.#isOurs(bytes, start, end);
      if (element.isOurs !== false) element.lines.push(bytes.slice(start, end));
      return false;
    }
    this.#element = undefined;
    return element.isOurs === false ? false : this.#give([...element.lines, elementEnd]);
  }

  #give(lines: readonly Uint8Array[]): Uint8Array {
    const before = [...this.#held, ...(this.#given > 0 ? [separator] : [])];
    this.#held = [];
    this.#hasQuery = true;
    this.#given += 1;
    return concatBytes([...before, ...lines]);
  }

  /** The first id in an element is its query's. @returns undefined for a line without one */
  #isOurs(bytes: Uint8Array, start: number, end: number): boolean | undefined {
    const id = /\blocal str ".*"/.exec(textOf(bytes, start, end))?.[0];
    return id === undefined ? undefined : id === this.#id;
  }
}
