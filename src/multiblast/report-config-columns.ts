import { reportFormats, samFields, tabularFields, type ReportFormat } from '../report/index.ts';
import type { ErrorCollection } from './config-errors.ts';
import { advice, described } from './words.ts';

type FieldKind = Exclude<ReportFormat['fields'], 'none'>;

/** Field specifiers by what a format takes; `std` stands for the twelve standard ones. */
const specifiers: Readonly<Record<FieldKind, readonly string[]>> = {
  tabular: [...tabularFields, 'std'],
  sam: samFields,
};
const everySpecifier = Object.values(specifiers).flat();

/** A list of nonsense is not answered with a list as long. */
const mostComplaints = 10;

/**
 * The columns as BLAST is told them, in the order given.
 * @param format - undefined when the request names none that exists; then only the names are checked
 */
export function checkColumns(
  value: unknown,
  format: ReportFormat | undefined,
  errors: ErrorCollection,
): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    errors.add(
      ['formatFields'],
      `This must be a list of field names such as ["std", "qcovs"], not ${described(value)}.`,
    );
    return [];
  }
  const names: readonly unknown[] = value;
  const unknown = names.filter((name) => typeof name !== 'string' || !everySpecifier.includes(name));
  for (const name of unknown.slice(0, mostComplaints)) {
    const known = advice(name, everySpecifier) ?? `The fields are ${everySpecifier.join(', ')}.`;
    errors.add(['formatFields'], `${described(name)} is no field of a report. ${known}`);
  }
  const columns = names
    .filter((name) => typeof name === 'string' && everySpecifier.includes(name))
    .map(String);
  if (format) checkFit(columns, format, errors);
  return columns;
}

function checkFit(columns: readonly string[], format: ReportFormat, errors: ErrorCollection): void {
  const { fields, name } = format;
  if (fields === 'none') {
    const message = `The format ${name} has no fields to choose. Leave formatFields out, or choose one of ${formatsWith('tabular', 'sam')}.`;
    errors.add(['formatFields', 'formatType'], message);
    return;
  }
  const foreign = [...new Set(columns)].filter((column) => !specifiers[fields].includes(column));
  if (foreign.length === 0) return;
  const [other, own] =
    fields === 'sam' ? (['tabular', 'SQ and SR'] as const) : (['sam', 'the others'] as const);
  const message = `${foreign.join(', ')} ${foreign.length === 1 ? 'belongs' : 'belong'} to ${formatsWith(other)} only. The format ${name} takes ${own}.`;
  errors.add(['formatFields', 'formatType'], message);
}

function formatsWith(...kinds: readonly FieldKind[]): string {
  const fitting = reportFormats.filter(({ fields }) => fields !== 'none' && kinds.includes(fields));
  return fitting.map(({ name }) => name).join(', ');
}
