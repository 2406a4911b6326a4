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
  /** Options of the report alone (`num_descriptions`…). */
  readonly reportOptions: Readonly<Record<string, string>>;
}

/** What upstream's service used when the caller named no options at all. */
const defaultOptions = '-evalue 0.01 -outfmt 7';
const defaultOutfmt = '7';

/** Reads program, databases and options of a submission. @throws PlatformError 4xx codes, each with what to change */
export function searchOfSubmission(input: SubmissionInput): RequestedSearch {
  const program = parseProgram(input.program);
  const asked = input.options === undefined && input.blast_options === undefined;
  const raw = parseRawOptions(asked ? defaultOptions : (input.options ?? ''));
  const { outfmt, extra, ...structured } = input.blast_options ?? {};
  const more = parseRawOptions(extra ?? '');
  const named: Record<string, unknown> = { ...raw.options };
  for (const [name, value] of [...Object.entries(structured), ...Object.entries(more.options)]) {
    if (value === undefined) continue;
    if (name in named) throw twice(name);
    named[name] = value;
  }
  const task = raw.task ?? more.task;
  const chosen = [raw.outfmt, more.outfmt, outfmt === undefined ? undefined : String(outfmt)].filter((one) => one !== undefined);
  if (chosen.length > 1) throw twice('outfmt');
  return {
    program,
    databaseNames: input.db.split(' ').filter((name) => name !== ''),
    options: parseSearchOptions(program, task, named),
    outfmt: chosen[0] ?? defaultOutfmt,
    reportOptions: {},
  };
}

function twice(name: string): PlatformError {
  return new PlatformError('INVALID_OPTION', `The option ${name} is given twice.`, { location: { field: name } });
}
