import { PlatformError } from '../errors/index.ts';
import { documentShapes } from './document-shapes.ts';
import { queryFileName, reportFormat } from './format.ts';
import { brokenFragment } from './fragment.ts';
import { editQueryFile } from './merge-files.ts';
import type { SearchedAs } from './statistics-lines.ts';

/** A query's own file of a report in several files. */
export interface QueryFile {
  readonly name: string;
  readonly mediaType: string;
  /** What is to be stored of what the formatter printed. */
  readonly edit: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** Whether a format has a file for each query beside the one that lists them. */
export function makesQueryFiles(outfmt: number): boolean {
  const { merge } = reportFormat(outfmt);
  return merge === 'json-files' || merge === 'xml2-files';
}

/** Each file is listed in the manifest of the report, some 300 bytes for one. */
const maxQueryFiles = 10_000;

/** @throws PlatformError `INVALID_OPTION` when a report would be more files than can be listed */
export function requireFewFiles(outfmt: number, queryCount: number): void {
  if (!makesQueryFiles(outfmt) || queryCount <= maxQueryFiles) return;
  const { name } = reportFormat(outfmt);
  const instead = outfmt === 13 ? '15' : '16';
  throw new PlatformError(
    'INVALID_OPTION',
    `Output format ${String(outfmt)} (${name}) makes a file for each query, at most ${maxQueryFiles.toLocaleString('en')}; ` +
      `there are ${queryCount.toLocaleString('en')}. Choose ${instead}, which has all of them in one file.`,
    { location: { field: 'outfmt' } },
  );
}

/**
 * The files of consecutive queries, in order; `undefined` when the format has one file for all.
 * @param search - the key of the search
 * @param madeCount - how many files the formatter made
 * @throws PlatformError `TOOL_OUTPUT_MISSING` when it is not one for each query
 */
export function queryFiles(
  outfmt: number,
  search: SearchedAs,
  queries: { readonly queriesBefore: number; readonly queryCount: number },
  madeCount: number,
): readonly QueryFile[] | undefined {
  if (!makesQueryFiles(outfmt)) return undefined;
  const format = reportFormat(outfmt);
  if (madeCount !== queries.queryCount) throw brokenFragment(queries, `it has ${String(madeCount)} files`);
  const shape = documentShapes[format.merge === 'json-files' ? 'json' : 'xml2'];
  return Array.from({ length: madeCount }, (_, index) => ({
    name: queryFileName(format, queries.queriesBefore + index + 1),
    mediaType: format.mediaType,
    edit: (body) => editQueryFile(shape, search, body),
  }));
}
