import { PlatformError } from '../errors/index.ts';
import { programs, type Program } from '../search/program.ts';

/**
 * The output formats on offer, a closed table by BLAST's number.
 * @throws PlatformError `INVALID_OPTION` when the number is not in it
 */
export function reportFormat(outfmt: number): ReportFormat {
  const format = reportFormats.find((entry) => entry.outfmt === outfmt);
  if (format) return format;
  throw new PlatformError(
    'INVALID_OPTION',
    `Output format ${String(outfmt)} is not offered. Choose one of ${reportFormats.map((entry) => `${String(entry.outfmt)} (${entry.name})`).join(', ')}.`,
    { location: { field: 'outfmt' } },
  );
}

/** How the rendered chunks of one query become one report. */
export type MergeRule =
  'pairwise' | 'xml' | 'rows' | 'commented-rows' | 'json' | 'xml2' | 'sam' | 'concatenation' | FilesRule;

/** One file for each query, and one that lists them. */
export type FilesRule = 'json-files' | 'xml2-files';

/**
 * What a merged report shares with the one of a single tool process that read the whole query with the same
 * `BATCH_SIZE`: every byte, or everything a parser reads. `reportDifferences` lists what
 * is excepted.
 */
export type Equality = 'bytes' | 'parsed';

export interface ReportFormat {
  readonly outfmt: number;
  /** The name that BLAST's web services and Multi-Blast clients use. */
  readonly name: string;
  readonly mediaType: string;
  readonly fileName: string;
  readonly programs: readonly Program[];
  /** Which field specifiers may follow the number. */
  readonly fields: 'none' | 'tabular' | 'sam';
  /** Used between the columns when the request names none. */
  readonly delimiter: string | null;
  /**
   * What `blast_formatter` is asked for. Rows without comments are made from those with comments: only the comments
   * tell whether the output is complete. `null`: nothing, the report is the archives themselves.
   */
  readonly renderedAs: number | null;
  readonly merge: MergeRule;
  readonly equality: Equality;
}

const plain = { programs, fields: 'none', delimiter: null, equality: 'parsed' } as const;
const seqalign = { ...plain, merge: 'concatenation', equality: 'bytes' } as const;
const tabular = { programs, fields: 'tabular', delimiter: '\t', renderedAs: 7 } as const;
const tsv = { mediaType: 'text/tab-separated-values', fileName: 'report.tsv' } as const;
const text = { mediaType: 'text/plain; charset=utf-8', fileName: 'report.txt' } as const;
const xml = { mediaType: 'application/xml', fileName: 'report.xml' } as const;
const json = { mediaType: 'application/json', fileName: 'report.json' } as const;
const csv = { mediaType: 'text/csv; charset=utf-8', fileName: 'report.csv' } as const;
const sam = { mediaType: 'text/x-sam', fileName: 'report.sam' } as const;

const asn1 = { mediaType: 'text/plain; charset=utf-8', fileName: 'report.asn1' } as const;
const binary = { mediaType: 'application/octet-stream', fileName: 'report.asn1' } as const;
/** One JSON document after another, which is not JSON. */
const jsonDocuments = { mediaType: 'text/plain; charset=utf-8', fileName: 'report.json' } as const;
const pairwise = { ...plain, ...text, merge: 'pairwise' } as const;

export const reportFormats: readonly ReportFormat[] = [
  { outfmt: 0, name: 'pairwise', ...pairwise, renderedAs: 0 },
  { outfmt: 1, name: 'query-anchored-with-identities', ...pairwise, renderedAs: 1 },
  { outfmt: 2, name: 'query-anchored-no-identities', ...pairwise, renderedAs: 2 },
  { outfmt: 3, name: 'flat-query-anchored-with-identities', ...pairwise, renderedAs: 3 },
  { outfmt: 4, name: 'flat-query-anchored-no-identities', ...pairwise, renderedAs: 4 },
  { outfmt: 5, name: 'xml', ...plain, ...xml, renderedAs: 5, merge: 'xml' },
  { outfmt: 6, name: 'tabular', ...tabular, ...tsv, merge: 'rows', equality: 'bytes' },
  {
    outfmt: 7,
    name: 'tabular-with-comments',
    ...tabular,
    ...tsv,
    merge: 'commented-rows',
    equality: 'bytes',
  },
  { outfmt: 8, name: 'seqalign-text', ...seqalign, ...asn1, renderedAs: 8 },
  { outfmt: 9, name: 'seqalign-binary', ...seqalign, ...binary, renderedAs: 9 },
  { outfmt: 10, name: 'csv', ...tabular, ...csv, delimiter: ',', merge: 'rows', equality: 'bytes' },
  { outfmt: 11, name: 'asn1', ...plain, ...asn1, renderedAs: null, merge: 'concatenation' },
  { outfmt: 12, name: 'seqalign-json', ...seqalign, ...jsonDocuments, renderedAs: 12 },
  { outfmt: 13, name: 'multi-file-blast-json', ...plain, ...json, renderedAs: 13, merge: 'json-files' },
  { outfmt: 14, name: 'multi-file-blast-xml2', ...plain, ...xml, renderedAs: 14, merge: 'xml2-files' },
  { outfmt: 15, name: 'single-file-blast-json', ...plain, ...json, renderedAs: 15, merge: 'json' },
  { outfmt: 16, name: 'single-file-blast-xml2', ...plain, ...xml, renderedAs: 16, merge: 'xml2' },
  {
    outfmt: 17,
    name: 'sam',
    ...plain,
    ...sam,
    programs: ['blastn'],
    fields: 'sam',
    renderedAs: 17,
    merge: 'sam',
  },
  {
    outfmt: 18,
    name: 'organism-report',
    ...plain,
    ...text,
    renderedAs: 18,
    merge: 'concatenation',
    equality: 'bytes',
  },
];

/** The name of a query's own file in a format of several files, as the tool names them: `report_1.json`. */
export function queryFileName({ fileName }: ReportFormat, queryNumber: number): string {
  const dot = fileName.lastIndexOf('.');
  return `${fileName.slice(0, dot)}_${String(queryNumber)}${fileName.slice(dot)}`;
}
