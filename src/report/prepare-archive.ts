import { completeMasks, mayHoldMasks } from './complete-masks.ts';
import { renumberQueries } from './renumber-queries.ts';
import type { ReportKey } from './request.ts';
import type { SearchedAs } from './statistics-lines.ts';

/**
 * A chunk's archive as the formatter is to read it, alone or behind the archives of the chunks before it: queries
 * numbered as in the whole query, and masks that it gives to the right ones. As a report of its own (outfmt 11) an
 * archive keeps the masks that BLAST wrote.
 * @param search - the key of the search
 */
export function prepareArchive(
  archive: AsyncIterable<Uint8Array>,
  { queriesBefore }: { readonly queriesBefore: number },
  search: SearchedAs,
  key: Pick<ReportKey, 'outfmt'>,
): AsyncIterable<Uint8Array> {
  // With ids from deflines a `Query_N` may be a name.
  const renumbers = queriesBefore > 0 && !('parse_deflines' in search.options);
  const named = renumbers ? renumberQueries(archive, queriesBefore) : archive;
  return key.outfmt !== 11 && mayHoldMasks(search) ? completeMasks(named) : named;
}
