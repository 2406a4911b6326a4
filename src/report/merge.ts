import { reportFormat } from './format.ts';
import type { Fragments } from './fragment.ts';
import { documentShapes, mergeDocuments } from './merge-documents.ts';
import { mergePairwise } from './merge-pairwise.ts';
import { mergeRows } from './merge-rows.ts';
import { mergeSam } from './merge-sam.ts';
import type { ReportKey } from './request.ts';

/**
 * Joins the rendered chunks of one query, in order, into the report of the whole query: `Query_N` counts from its
 * first sequence, headings and summaries stand once. Streams; memory is bounded by one line (SAM: see `mergeSam`).
 * The bodies must be what `formatterArgs` of the same key asked for.
 * @param fragments - for SAM (outfmt 17) walked twice
 * @throws PlatformError `TOOL_OUTPUT_MISSING` when a body is cut off or shows another number of queries
 */
export function mergeReports(
  key: Pick<ReportKey, 'outfmt' | 'fields' | 'delimiter' | 'options'>,
  fragments: Fragments,
): AsyncIterable<Uint8Array> {
  const format = reportFormat(key.outfmt);
  const namesFromDeflines = 'parse_deflines' in key.options;
  const rows = {
    fields: key.fields,
    delimiter: key.delimiter ?? format.delimiter ?? '\t',
    rowsMayBeCut: 'max_target_seqs' in key.options,
    namesFromDeflines,
  };
  switch (format.merge) {
    case 'pairwise':
      return mergePairwise(fragments);
    case 'xml':
    case 'json':
    case 'xml2':
      return mergeDocuments(documentShapes[format.merge], fragments, namesFromDeflines);
    case 'rows':
      return mergeRows({ ...rows, withComments: false }, fragments);
    case 'commented-rows':
      return mergeRows({ ...rows, withComments: true }, fragments);
    case 'sam':
      return mergeSam({ subjectAsReference: key.fields.includes('SR'), namesFromDeflines }, fragments);
  }
}
