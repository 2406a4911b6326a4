import { concatBytes, editLines } from './edit-lines.ts';
import { brokenFragment, type Fragment, type Fragments } from './fragment.ts';
import { bytesOf, columnsOf, textOf } from './line-bytes.ts';

export interface SamSettings {
  /** Field `SR`: the subject is the reference (column 3) and the query the read (column 1); else the other way round. */
  readonly subjectAsReference: boolean;
  /** Ids come from the deflines: a `Query_N` is a name and stays. */
  readonly namesFromDeflines: boolean;
}

/**
 * Joins SAM files (outfmt 17). All reference lines stand before all rows, so the fragments are read twice: they must be
 * an array or another iterable that can be walked again. Memory: the names of the subjects when they are the reference.
 */
export async function* mergeSam(settings: SamSettings, fragments: Fragments): AsyncIterable<Uint8Array> {
  const header = new HeaderMerge(settings);
  let seen = 0;
  for await (const fragment of fragments) {
    seen += 1;
    for await (const line of headerLines(fragment)) {
      const merged = header.add(line, fragment);
      if (merged !== undefined) yield bytesOf(merged);
    }
  }
  if (header.program !== undefined) yield bytesOf(header.program);
  for await (const fragment of fragments) {
    seen -= 1;
    const isHeader = headerEnd();
    yield* editLines(fragment.body, (bytes, start, end) => {
      if (isHeader(bytes, start)) return false;
      return renumbers(settings, fragment) ? renamedRow(settings, fragment, bytes, start, end) : true;
    });
  }
  if (seen !== 0) throw new TypeError('the fragments of a SAM report must be iterable twice');
}

const tab = 0x09;

class HeaderMerge {
  readonly #settings: SamSettings;
  readonly #references = new Set<string>();
  #headed = false;
  program: string | undefined;

  constructor(settings: SamSettings) {
    this.#settings = settings;
  }

  /** @returns the line to print now, if any. */
  add(line: string, fragment: Fragment): string | undefined {
    const [tag, ...columns] = line.slice(0, -1).split('\t');
    if (tag === '@PG') {
      // The command line names a temporary file of the machine that rendered the chunk.
      this.program ??= `${['@PG', ...columns.filter((column) => !column.startsWith('CL:'))].join('\t')}\n`;
      return undefined;
    }
    if (tag === '@SQ') return this.#addReference(columns, fragment);
    if (this.#headed) return undefined;
    this.#headed = true;
    return line;
  }

  #addReference(columns: readonly string[], fragment: Fragment): string | undefined {
    const renames = !this.#settings.subjectAsReference && renumbers(this.#settings, fragment);
    const named = renames
      ? columns.map((column) =>
          column.startsWith('SN:') ? `SN:${wholeQueryId(column.slice(3), fragment)}` : column,
        )
      : columns;
    const line = `${['@SQ', ...named].join('\t')}\n`;
    if (!this.#settings.subjectAsReference && !this.#settings.namesFromDeflines) return line;
    if (this.#references.has(line)) return undefined;
    this.#references.add(line);
    return line;
  }
}

function renamedRow(
  settings: SamSettings,
  fragment: Fragment,
  bytes: Uint8Array,
  start: number,
  end: number,
): Uint8Array {
  const column = columnsOf(bytes, start, end, tab)[settings.subjectAsReference ? 0 : 2];
  if (!column) throw brokenFragment(fragment, 'it breaks off');
  const id = bytesOf(wholeQueryId(textOf(bytes, column.start, column.end), fragment));
  return concatBytes([bytes.subarray(start, column.start), id, bytes.subarray(column.end, end)]);
}

function renumbers(settings: SamSettings, fragment: Fragment): boolean {
  return fragment.queriesBefore > 0 && !settings.namesFromDeflines;
}

/** Without names from deflines the formatter knows queries by their number in the chunk alone. */
function wholeQueryId(id: string, fragment: Fragment): string {
  const number = /^Query_(\d+)$/.exec(id)?.[1];
  if (number === undefined) throw brokenFragment(fragment, 'it names a query that is not in it');
  return `Query_${String(Number(number) + fragment.queriesBefore)}`;
}

async function* headerLines(fragment: Fragment): AsyncIterable<string> {
  let lines: string[] = [];
  const isHeader = headerEnd();
  const edited = editLines(fragment.body, (bytes, start, end) => {
    if (!isHeader(bytes, start)) return true;
    lines.push(textOf(bytes, start, end));
    return false;
  });
  for await (const rest of edited) {
    yield* lines;
    lines = [];
    if (rest.length > 0) return;
  }
  yield* lines;
}

/** Says of line after line whether it is of the header. It ends with `@PG`: rows too may begin with an `@` and a tab. */
function headerEnd(): (bytes: Uint8Array, start: number) => boolean {
  let ended = false;
  return (bytes, start) => {
    if (ended || bytes[start] !== 0x40 || bytes[start + 3] !== tab) {
      ended = true;
      return false;
    }
    ended = bytes[start + 1] === 0x50 && bytes[start + 2] === 0x47;
    return true;
  };
}
