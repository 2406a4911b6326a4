import { concatenate } from './concatenate.ts';
import { documentShapes } from './document-shapes.ts';
import { queryFileName, reportFormat } from './format.ts';
import type { Fragments } from './fragment.ts';
import { mergeDocuments } from './merge-documents.ts';
import { indexShapes, mergeFiles } from './merge-files.ts';
import { mergePairwise } from './merge-pairwise.ts';
import { mergeRows } from './merge-rows.ts';
import { mergeSam } from './merge-sam.ts';
import type { ReportKey } from './request.ts';
import type { SearchedAs } from './statistics-lines.ts';

/**
 * Joins the rendered parts of one query, in order, into the report of the whole query: headings and summaries stand
 * once. Streams; memory is bounded by one line (SAM: see `mergeSam`). The bodies must be what `formatterArgs` of the same
 * key asked for, of archives that `prepareArchive` made. For formats of several files this is the one that lists them.
 * @param search - the key of the search
 * @param fragments - for SAM (outfmt 17) walked twice
 * @throws PlatformError `TOOL_OUTPUT_MISSING` when a body is cut off or shows another number of queries
 */
export function mergeReports(
  key: Pick<ReportKey, 'outfmt' | 'fields' | 'options'>,
  search: SearchedAs,
  fragments: Fragments,
): AsyncIterable<Uint8Array> {
  const format = reportFormat(key.outfmt);
  const rowsMayBeCut =
    'max_target_seqs' in key.options || (makesProfiles(search) && 'max_target_seqs' in search.options);
  switch (format.merge) {
    case 'pairwise':
      return mergePairwise(fragments);
    case 'xml':
    case 'json':
    case 'xml2':
      return mergeDocuments(documentShapes[format.merge], search, fragments);
    case 'rows':
      return mergeRows({ rowsMayBeCut, withComments: false }, fragments);
    case 'commented-rows':
      return mergeRows({ rowsMayBeCut, withComments: true }, fragments);
    case 'sam': {
      const referencesRepeat = key.fields.includes('SR') || 'parse_deflines' in key.options;
      return mergeSam({ referencesRepeat }, fragments);
    }
    case 'json-files':
    case 'xml2-files': {
      const shape = indexShapes[format.merge === 'json-files' ? 'json' : 'xml2'];
      return mergeFiles(shape, (queryNumber) => queryFileName(format, queryNumber), fragments);
    }
    case 'concatenation':
      return concatenate(fragments);
  }
}

/** Their archives keep hits beyond the limit, which are counted and not printed (BLAST+ 2.12.0). */
const makesProfiles = ({ program }: SearchedAs): boolean =>
  program === 'psiblast' || program === 'deltablast';
