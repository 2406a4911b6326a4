import { concatBytes, editLines, type LineEdit } from './edit-lines.ts';
import { brokenFragment, noFragment, requireQueries, type Fragments } from './fragment.ts';
import { bytesOf, startsWith, textOf } from './line-bytes.ts';

const query = bytesOf('Query= ');
const database = bytesOf('  Database: ');
/** Stands before each query of psiblast, and of a search in rounds. */
const roundHeading = /^Results from round \d+\n$/;

/**
 * Joins pairwise reports (outfmt 0 to 4): the heading of the first, the queries of all, one summary of database and scoring.
 * An archive of several reader batches prints as several reports, so a heading may follow a summary within a fragment.
 * The marks count only after two blank lines, where no title, subject or alignment can stand.
 */
export async function* mergePairwise(fragments: Fragments): AsyncIterable<Uint8Array> {
  const summary: Uint8Array[] = [];
  let first = true;
  for await (const fragment of fragments) {
    const reader = pairwiseReader(first, summary);
    yield* editLines(fragment.body, reader.edit);
    const { queries, complete } = reader.result();
    if (!complete) throw brokenFragment(fragment, 'it breaks off');
    requireQueries(fragment, queries);
    first = false;
  }
  if (first) throw noFragment();
  yield concatBytes(summary);
}

function pairwiseReader(
  first: boolean,
  summary: Uint8Array[],
): { edit: LineEdit; result: () => { queries: number; complete: boolean } } {
  let part: 'heading' | 'queries' | 'summary' = 'heading';
  let blankLines = 0;
  let queries = 0;
  const edit: LineEdit = (bytes, start, end) => {
    const afterGap = blankLines >= 2;
    blankLines = end - start === 1 ? blankLines + 1 : 0;
    if (afterGap && startsWith(bytes, start, end, query)) {
      part = 'queries';
      queries += 1;
    } else if (part !== 'queries' && roundHeading.test(textOf(bytes, start, Math.min(end, start + 40)))) {
      part = 'queries';
    } else if (afterGap && part === 'queries' && startsWith(bytes, start, end, database)) {
      part = 'summary';
      if (first) summary.length = 0;
    }
    if (part === 'queries') return true;
    if (part === 'heading') return first;
    if (first) summary.push(bytes.slice(start, end));
    return false;
  };
  return { edit, result: () => ({ queries, complete: part === 'summary' }) };
}
