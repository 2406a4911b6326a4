import { editLines } from './edit-lines.ts';
import type { Fragment, Fragments } from './fragment.ts';
import { bytesOf, textOf } from './line-bytes.ts';

/**
 * Joins SAM files (outfmt 17), of which a fragment holds one for each archive. All reference lines stand before all rows,
 * so the fragments are read twice: they must be an array or another iterable that can be walked again. Memory: the names of the references, if they may repeat.
 * @param referencesRepeat - two fragments may have one reference: a subject, or a query whose name is not unique
 */
export async function* mergeSam(
  { referencesRepeat }: { readonly referencesRepeat: boolean },
  fragments: Fragments,
): AsyncIterable<Uint8Array> {
  const header = new HeaderMerge(referencesRepeat);
  let seen = 0;
  for await (const fragment of fragments) {
    seen += 1;
    for await (const line of headerLines(fragment)) {
      const merged = header.add(line);
      if (merged !== undefined) yield bytesOf(merged);
    }
  }
  if (header.program !== undefined) yield bytesOf(header.program);
  for await (const fragment of fragments) {
    seen -= 1;
    yield* editLines(fragment.body, (bytes, start) => !isHeader(bytes, start));
  }
  if (seen !== 0) throw new TypeError('the fragments of a SAM report must be iterable twice');
}

const [at, tab, colon] = [0x40, 0x09, 0x3a];

class HeaderMerge {
  readonly #referencesRepeat: boolean;
  readonly #references = new Set<string>();
  #headed = false;
  program: string | undefined;

  constructor(referencesRepeat: boolean) {
    this.#referencesRepeat = referencesRepeat;
  }

  /** @returns the line to print now, if any. */
  add(line: string): string | undefined {
    const [tag, ...columns] = line.slice(0, -1).split('\t');
    if (tag === '@PG') {
      // The command line names a temporary file of the machine that rendered the chunk.
      this.program ??= `${['@PG', ...columns.filter((column) => !column.startsWith('CL:'))].join('\t')}\n`;
      return undefined;
    }
    if (tag === '@SQ') return this.#addReference(line);
    if (this.#headed) return undefined;
    this.#headed = true;
    return line;
  }

  #addReference(line: string): string | undefined {
    if (!this.#referencesRepeat) return line;
    if (this.#references.has(line)) return undefined;
    this.#references.add(line);
    return line;
  }
}

async function* headerLines(fragment: Fragment): AsyncIterable<string> {
  let lines: string[] = [];
  const edited = editLines(fragment.body, (bytes, start, end) => {
    if (isHeader(bytes, start)) lines.push(textOf(bytes, start, end));
    return true;
  });
  for await (const _rows of edited) {
    yield* lines;
    lines = [];
  }
}

/** `@XX`, a tab and `XX:`. A row, whose name may begin so, has a number in its second column. */
function isHeader(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === at && bytes[start + 3] === tab && bytes[start + 6] === colon;
}
