import { PlatformError } from '../errors/index.ts';
import { samFields, standardFields, tabularFields } from './fields.ts';
import { reportFormat, type ReportFormat } from './format.ts';

/** An output format with its columns in canonical form: no `std`, no field twice, no delimiter that is the default. */
export interface Outfmt {
  readonly outfmt: number;
  /** In the order of the columns; for SAM sorted; empty for formats without fields. */
  readonly fields: readonly string[];
  readonly delimiter?: string;
}

/**
 * Reads what BLAST's `-outfmt` takes: a number, for formats 6, 7 and 10 an optional `delim=` and field specifiers, for
 * 17 `SQ` and `SR`. Stricter than the tool, which ignores what it does not know.
 * @throws PlatformError `INVALID_OPTION`
 */
export function parseOutfmt(value: string): Outfmt {
  const [number = '', ...words] = value.trim().split(/[ \t]+/);
  if (!/^\d{1,2}$/.test(number)) {
    throw invalid(
      `An output format begins with its number, for example "6" or "7 std qcovs", not "${shown(number)}".`,
    );
  }
  const format = reportFormat(Number(number));
  const delimiter = words[0]?.startsWith('delim=')
    ? readDelimiter(format, words[0].slice('delim='.length))
    : undefined;
  const named = delimiter === undefined ? words : words.slice(1);
  const fields = canonicalFields(format, named);
  const isDefault = delimiter === undefined || delimiter === format.delimiter;
  return { outfmt: format.outfmt, fields, ...(isDefault ? {} : { delimiter }) };
}

function canonicalFields(format: ReportFormat, named: readonly string[]): readonly string[] {
  if (format.fields === 'none') {
    if (named.length === 0) return [];
    throw invalid(
      `Output format ${String(format.outfmt)} has no columns to choose; leave out "${shown(named.join(' '))}".`,
    );
  }
  const known: readonly string[] = format.fields === 'sam' ? samFields : tabularFields;
  const fields = named.flatMap((name) => {
    if (name === 'std' && format.fields === 'tabular') return standardFields;
    if (known.includes(name)) return [name];
    throw unknownField(format, name, known);
  });
  const unique = [...new Set(fields)];
  if (format.fields === 'sam') return unique.sort();
  return unique.length === 0 ? standardFields : unique;
}

function readDelimiter(format: ReportFormat, delimiter: string): string {
  if (format.delimiter === null) throw invalid(`Output format ${String(format.outfmt)} takes no "delim".`);
  if (!/^[!-/:-@[-`{-~]$/.test(delimiter)) {
    throw invalid(
      `A column delimiter is one punctuation character, as in "delim=;", not "${shown(delimiter)}".`,
    );
  }
  return delimiter;
}

function unknownField(format: ReportFormat, name: string, known: readonly string[]): PlatformError {
  if (name.startsWith('delim='))
    return invalid(`"delim=" comes directly after the number: "${String(format.outfmt)} delim=…".`);
  const nearest = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)[0];
  const advice = nearest
    ? `Did you mean "${nearest.candidate}"?`
    : `It knows ${known.join(', ')}${format.fields === 'sam' ? '' : ', std'}.`;
  return invalid(`Output format ${String(format.outfmt)} has no field "${shown(name)}". ${advice}`);
}

/** Levenshtein distance; the words are short. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function invalid(message: string): PlatformError {
  return new PlatformError('INVALID_OPTION', message, { location: { field: 'outfmt' } });
}
