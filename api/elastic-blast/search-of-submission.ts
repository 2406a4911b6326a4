import { PlatformError } from '../../src/errors/index.ts';
import { parseSearchOptions, type SearchOptions } from '../../src/search/canonical-options.ts';
import { parseProgram, type Program } from '../../src/search/program.ts';
import { parseRawOptions } from '../../src/search/raw-options.ts';
import type { SubmissionInput } from './submission-schema.ts';

/** What a `/v1` submission asks for, in our own terms. */
export interface RequestedSearch {
  readonly program: Program;
  readonly databaseNames: readonly string[];
  readonly options: SearchOptions;
  /** The value of `-outfmt`. */
  readonly outfmt: string;
}

/** What upstream's service used when the caller named no options at all. */
const defaultOptions = '-evalue 0.01 -outfmt 7';
const defaultOutfmt = '7';

/** Reads program, databases and options of a submission. @throws PlatformError 4xx codes, each with what to change */
export function searchOfSubmission(input: SubmissionInput): RequestedSearch {
  const program = parseProgram(input.program);
  const databaseNames = databasesOf(input.db);
  const isBare = input.options === undefined && input.blast_options === undefined;
  const raw = parseRawOptions(isBare ? defaultOptions : (input.options ?? ''));
  const { outfmt, extra, ...structured } = input.blast_options ?? {};
  const more = parseRawOptions(extra ?? '');
  return {
    program,
    databaseNames,
    options: parseSearchOptions(
      program,
      onlyOne('task', [raw.task, more.task]),
      together([raw.options, structured, more.options, taxaOf(input)]),
    ),
    outfmt:
      onlyOne('outfmt', [raw.outfmt, more.outfmt, outfmt === undefined ? undefined : String(outfmt)]) ??
      defaultOutfmt,
  };
}

function databasesOf(db: string): string[] {
  const names = db.split(/\s+/).filter((name) => name !== '');
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (names.length > 0 && repeated === undefined) return names;
  const message =
    repeated === undefined
      ? 'Name a database in db; GET /v1/databases lists them.'
      : `The database ${JSON.stringify(repeated.slice(0, 80))} is named twice.`;
  throw new PlatformError('UNKNOWN_DATABASE', message, { location: { field: 'db' } });
}

/** `taxid` is the other API's way to write these options. */
function taxaOf({ taxid, is_inclusive: isInclusive }: SubmissionInput): Readonly<Record<string, string>> {
  if (taxid === undefined) return {};
  return { [isInclusive ? 'taxids' : 'negative_taxids']: String(taxid) };
}

/** Options from all the places that may name them; none may be named in two. */
function together(sources: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const named = new Map<string, unknown>();
  for (const [name, value] of sources.flatMap((source) => Object.entries(source))) {
    if (value === undefined) continue;
    if (named.has(name)) throw twice(name);
    named.set(name, value);
  }
  return Object.fromEntries(named);
}

function onlyOne(name: string, values: readonly (string | undefined)[]): string | undefined {
  const given = values.filter((value) => value !== undefined);
  if (given.length > 1) throw twice(name);
  return given[0];
}

function twice(name: string): PlatformError {
  return new PlatformError('INVALID_OPTION', `The option ${name} is given twice; keep one.`, {
    location: { field: name },
  });
}
