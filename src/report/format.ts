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
export type MergeRule = 'pairwise' | 'xml' | 'rows' | 'commented-rows' | 'json' | 'xml2' | 'sam';

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
   * tell which query a row belongs to, whether it has a name of its own, and whether the output is complete.
   */
  readonly renderedAs: number;
  readonly merge: MergeRule;
  readonly equality: Equality;
}

const plain = { programs, fields: 'none', delimiter: null, equality: 'parsed' } as const;
const tabular = { programs, fields: 'tabular', delimiter: '\t', renderedAs: 7 } as const;
const tsv = { mediaType: 'text/tab-separated-values', fileName: 'report.tsv' } as const;
const text = { mediaType: 'text/plain; charset=utf-8', fileName: 'report.txt' } as const;
const xml = { mediaType: 'application/xml', fileName: 'report.xml' } as const;
const json = { mediaType: 'application/json', fileName: 'report.json' } as const;
const csv = { mediaType: 'text/csv; charset=utf-8', fileName: 'report.csv' } as const;
const sam = { mediaType: 'text/x-sam', fileName: 'report.sam' } as const;

export const reportFormats: readonly ReportFormat[] = [
  { outfmt: 0, name: 'pairwise', ...plain, ...text, renderedAs: 0, merge: 'pairwise' },
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
  { outfmt: 10, name: 'csv', ...tabular, ...csv, delimiter: ',', merge: 'rows', equality: 'bytes' },
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
];
