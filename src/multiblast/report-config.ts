import { reportFormats, type FormatterOptions, type ReportFormat } from '../report/index.ts';
import type { Program } from '../search/program.ts';
import { checkColumns } from './report-config-columns.ts';
import { ErrorCollection, rootPath, type ConfigErrors } from './config-errors.ts';
import { given, readKnownMembers, type Members } from './members.ts';
import { reportConfigFields } from './report-config-fields.ts';
import { readOptions } from './report-config-options.ts';
import { advice, described } from './words.ts';

/** A report as the core takes it. */
export interface WantedConfig {
  /** The value of BLAST's `-outfmt`, for example `7 std qcovs`. */
  readonly outfmt: string;
  readonly options: FormatterOptions;
}

/**
 * Reads the `blastConfig` of a report job: what it asks for, or everything that is wrong with it, by field. A field that
 * is `null` counts as absent. Rules and ranges are those of the report noun, which are BLAST's own.
 * @param value - as parsed from JSON; absent: a pairwise report
 * @param program - of the search, when it is known: not every format exists for every program
 */
export function parseReportConfig(
  value: unknown,
  program?: Program,
): { readonly config: WantedConfig } | { readonly errors: ConfigErrors } {
  const errors = new ErrorCollection();
  const fields = fieldsOf(value, errors);
  const format = readFormat(fields.get('formatType'), errors);
  if (format && program !== undefined && !format.programs.includes(program)) {
    const message = `The format ${format.name} exists for ${format.programs.join(', ')} only, and the search is one of ${program}. Choose another.`;
    errors.add(['formatType'], message);
  }
  const columns = checkColumns(fields.get('formatFields'), format, errors);
  const options = readOptions(fields, format, errors);
  if (!format || !errors.isEmpty) return { errors: errors.toErrors() };
  return { config: { outfmt: [format.outfmt, ...columns].join(' '), options } };
}

/** The fields that are given, by name. */
function fieldsOf(value: unknown, errors: ErrorCollection): Members {
  if (value === undefined || value === null) return new Map();
  return given(readKnownMembers(value, rootPath, reportConfigFields, errors.report)) ?? new Map();
}

function readFormat(value: unknown, errors: ErrorCollection): ReportFormat | undefined {
  const name = value ?? 'pairwise';
  const format = reportFormats.find((candidate) => candidate.name === name);
  if (format) return format;
  const names = reportFormats.map((candidate) => candidate.name);
  const known = advice(name, names) ?? `Choose one of ${names.join(', ')}.`;
  errors.add(['formatType'], `${described(value)} is no report format. ${known}`);
  return undefined;
}
