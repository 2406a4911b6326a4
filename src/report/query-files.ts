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
