import { editLines, type LineEdit } from './edit-lines.ts';
import { brokenFragment, requireQueries, type Fragment, type Fragments } from './fragment.ts';
import { bytesOf, isSame, startsWith, textOf } from './line-bytes.ts';

export interface RowSettings {
  /** Whether the comments stay (outfmt 7) or go (outfmt 6 and 10). */
  readonly withComments: boolean;
  /**
   * Fewer rows may follow than a comment announces: `max_target_seqs` given to the formatter cuts the rows after they
   * were counted (BLAST+ 2.12.0). Their end is then known by the next comment block.
   */
  readonly rowsMayBeCut: boolean;
}

/** Joins tabular reports with comments. The comments are read, never the rows, which may look like anything. */
export async function* mergeRows(settings: RowSettings, fragments: Fragments): AsyncIterable<Uint8Array> {
  let queryCount = 0;
  for await (const fragment of fragments) {
    const reader = new RowReader(settings, fragment);
    yield* editLines(fragment.body, reader.edit);
    queryCount += reader.finish();
  }
  if (settings.withComments) yield bytesOf(`# BLAST processed ${String(queryCount)} queries\n`);
}

const queryComment = bytesOf('# Query: ');
const processedComment = bytesOf('# BLAST processed ');
const hash = 0x23;

/**
 * Follows the blocks of one fragment: comments up to `# N hits found`, then exactly N rows; and a total after the last
 * block of each reader batch, since an archive of several batches prints as several reports.
 */
class RowReader {
  readonly #settings: RowSettings;
  readonly #fragment: Fragment;
  /** The first line of every block. */
  #version: Uint8Array | undefined;
  #rowsLeft = 0;
  #processed = 0;
  #complete = false;

  constructor(settings: RowSettings, fragment: Fragment) {
    this.#settings = settings;
    this.#fragment = fragment;
  }

  readonly edit: LineEdit = (bytes, start, end) => {
    this.#version ??= bytes.slice(start, end);
    if (this.#rowsLeft > 0 && this.#settings.rowsMayBeCut && this.#endsRows(bytes, start, end))
      this.#rowsLeft = 0;
    if (this.#rowsLeft > 0) {
      this.#rowsLeft -= 1;
      return true;
    }
    if (bytes[start] !== hash) throw brokenFragment(this.#fragment, 'there are more rows than it announces');
    if (startsWith(bytes, start, end, queryComment)) {
      this.#complete = false;
      return this.#settings.withComments;
    }
    if (startsWith(bytes, start, end, processedComment)) {
      this.#processed += Number(/\d+/.exec(textOf(bytes, start, end))?.[0]);
      this.#complete = true;
      return false;
    }
    if (end - start < 40)
      this.#rowsLeft = Number(/^# (\d+) hits found\n$/.exec(textOf(bytes, start, end))?.[1] ?? 0);
    return this.#settings.withComments;
  };

  #endsRows(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== hash) return false;
    return (
      startsWith(bytes, start, end, processedComment) ||
      isSame(bytes, start, end, this.#version ?? processedComment)
    );
  }

  /** @returns the number of queries, each as often as it was searched. */
  finish(): number {
    if (!this.#complete) throw brokenFragment(this.#fragment, 'it breaks off');
    requireQueries(this.#fragment, this.#processed);
    return this.#processed;
  }
}
