import { PlatformError } from '../errors/index.ts';
import type { JobRequest } from '../job/request.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { CanonicalOptions } from '../search/options.ts';
import type { Program } from '../search/program.ts';
import { isInRounds } from '../search/rounds.ts';
import { reportFormat } from './format.ts';
import { canonicalFormatterOptions, type FormatterOptions } from './formatter-options.ts';
import { parseOutfmt } from './outfmt.ts';

/** What makes two reports the same computation. Its digest is the job id. */
export interface ReportKey {
  readonly schemaVersion: 1;
  readonly kind: 'report';
  readonly searchJobId: string;
  readonly outfmt: number;
  /** Canonical, see `Outfmt`. */
  readonly fields: readonly string[];
  readonly delimiter?: string;
  readonly options: FormatterOptions;
  /** Digest of the names of taxa, in a report that shows them and was asked of a server that has them. */
  readonly taxonNames?: string;
}

/** The stored request object of a report: the workflow's whole input. */
export interface ReportRequest extends JobRequest {
  readonly kind: 'report';
  readonly key: ReportKey;
  readonly searchJobId: string;
  readonly program: Program;
  /** As they were searched; a report is only made from a copy with the same fingerprint. */
  readonly databases: readonly SearchedDatabase[];
}

/** What a report needs to know of the search it renders. */
export interface RenderedSearch {
  readonly jobId: string;
  readonly program: Program;
  readonly options: CanonicalOptions;
}

/**
 * The key of a report.
 * @param outfmt - as BLAST's `-outfmt` takes it, for example `7 std qcovs`
 * @param options - other formatter options as the user named them; `parse_deflines` also follows from the search
 * @param taxonNames - digest of those that the report shows, see `showsTaxonNames`
 * @throws PlatformError `INVALID_OPTION`
 */
export function reportKey(
  search: RenderedSearch,
  outfmt: string,
  options: FormatterOptions = {},
  taxonNames?: string,
): ReportKey {
  const parsed = parseOutfmt(outfmt);
  const format = reportFormat(parsed.outfmt);
  if (!format.programs.includes(search.program)) {
    throw new PlatformError(
      'INVALID_OPTION',
      `Output format ${String(format.outfmt)} (${format.name}) exists for ${format.programs.join(', ')} only, not for ${search.program}.`,
      { location: { field: 'outfmt' } },
    );
  }
  if (isInRounds(search.options) && 'query_loc' in search.options && parsed.outfmt >= 13) {
    const message =
      `Output format ${String(format.outfmt)} (${format.name}) does not work for several rounds over a part of each ` +
      'query: give the parts as queries of their own instead of query_loc, or choose a format below 13.';
    throw new PlatformError('INVALID_OPTION', message, { location: { field: 'outfmt' } });
  }
  const chosen = { ...limitsOfSearch(parsed.outfmt, search.options, options), ...options };
  const canonical = canonicalFormatterOptions(parsed.outfmt, chosen);
  const names = 'parse_deflines' in search.options ? { parse_deflines: '' } : {};
  return {
    schemaVersion: 1,
    kind: 'report',
    searchJobId: search.jobId,
    ...parsed,
    options: { ...canonical, ...names },
    ...(taxonNames !== undefined && { taxonNames }),
  };
}

/** The arguments of `blast_formatter` beside the archive: the value of `-outfmt`, and the rest. */
export interface FormatterArgs {
  readonly outfmt: string;
  readonly extraArgs: readonly string[];
}

/** What the formatter is asked for; `null` when the report is the archives themselves (outfmt 11). */
export function formatterArgs(
  key: Pick<ReportKey, 'outfmt' | 'fields' | 'delimiter' | 'options'>,
): FormatterArgs | null {
  const format = reportFormat(key.outfmt);
  if (format.renderedAs === null) return null;
  const delimiter = key.delimiter ?? format.delimiter;
  const delim = delimiter === null || delimiter === '\t' ? [] : [`delim=${delimiter}`];
  const extraArgs = Object.entries(key.options)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => (value === '' ? [`-${name}`] : [`-${name}`, value]));
  return { outfmt: [String(format.renderedAs), ...delim, ...key.fields].join(' '), extraArgs };
}

/**
 * A search prints as many hits as it was limited to, but the formatter falls back to 500 descriptions and 250
 * alignments in formats 0 to 4 (BLAST+ 2.12.0), unless the user says otherwise.
 */
function limitsOfSearch(
  outfmt: number,
  search: CanonicalOptions,
  chosen: FormatterOptions,
): FormatterOptions {
  const limit = search['max_target_seqs'];
  if (limit === undefined || outfmt > 4 || 'max_target_seqs' in chosen) return {};
  return { num_alignments: limit, num_descriptions: limit };
}
