import type { DocumentShape } from './document-shapes.ts';
import { concatBytes, lineEnd, type LineDecision } from './edit-lines.ts';
import { addToNumber, isSame, startsWith, type LineFinder } from './line-bytes.ts';
import { StatisticsLines, type SearchedAs } from './statistics-lines.ts';

/** Edits the lines of the queries of one document, and counts them. */
export class QueryLines {
  /** How many have been seen. */
  count = 0;
  readonly #shape: DocumentShape;
  readonly #queriesBefore: number;
  readonly #statistics: StatisticsLines;
  /** The line after the hits, while they pass. */
  #hitsEnd: LineFinder | undefined;
  /** Lines that may be this empty mask. */
  #held: { readonly lines: Uint8Array; readonly empty: Uint8Array } | undefined;

  /** @param queriesBefore - what is added to a query's number; ids are right as they are */
  constructor(shape: DocumentShape, search: SearchedAs, queriesBefore: number) {
    this.#shape = shape;
    this.#queriesBefore = queriesBefore;
    this.#statistics = new StatisticsLines(shape.statistics, search);
  }

  /** Reads a line that stands before all queries. */
  read(bytes: Uint8Array, start: number, end: number): void {
    this.#statistics.edit(bytes, start, end);
  }

  edit(bytes: Uint8Array, start: number, end: number): LineDecision {
    if (this.#hitsEnd !== undefined) {
      const at = this.#hitsEnd.find(bytes, start);
      if (at === bytes.length) return at;
      this.#hitsEnd = undefined;
      return lineEnd(bytes, at);
    }
    this.#hitsEnd = this.#shape.hits.find(({ opening }) => isSame(bytes, start, end, opening))?.closing;
    if (this.#hitsEnd !== undefined) return true;
    const { queryIds, queryNumber, masks = [] } = this.#shape;
    const empty = this.#held?.empty ?? masks.find(({ opening }) => isSame(bytes, start, end, opening))?.empty;
    if (empty !== undefined) return this.#editMask(bytes.slice(start, end), empty);
    if (queryIds.some((queryId) => startsWith(bytes, start, end, queryId))) this.count += 1;
    const numbered =
      queryNumber && this.#queriesBefore > 0
        ? addToNumber(bytes, start, end, queryNumber, this.#queriesBefore)
        : undefined;
    return numbered ?? this.#statistics.edit(bytes, start, end);
  }

  /** Holds lines as long as they agree with the empty mask. */
  #editMask(line: Uint8Array, empty: Uint8Array): boolean | Uint8Array {
    const lines = concatBytes([this.#held?.lines ?? new Uint8Array(), line]);
    const agrees = startsWith(empty, 0, empty.length, lines);
    this.#held = agrees && lines.length < empty.length ? { lines, empty } : undefined;
    return agrees ? false : lines;
  }
}
