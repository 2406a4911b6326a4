import { PlatformError } from '../errors/index.ts';

export type FormatterOptions = Readonly<Record<string, string>>;

export interface FormatterOptionRule {
  /** Inclusive; `null` for a flag without value. */
  readonly range: readonly [number, number] | null;
  /** Highest outfmt that the option has an effect on; the tool ignores it beyond. */
  readonly maxOutfmt?: number;
  readonly excludes?: readonly string[];
}

const maxInt32 = 2_147_483_647;

/** What `blast_formatter -help` of BLAST+ 2.12.0 offers, without what names files or changes the kind of output. */
export const formatterOptionRules: Readonly<Record<string, FormatterOptionRule>> = {
  line_length: { range: [1, maxInt32], maxOutfmt: 4 },
  max_target_seqs: { range: [1, maxInt32], excludes: ['num_alignments', 'num_descriptions'] },
  num_alignments: { range: [0, maxInt32], maxOutfmt: 4, excludes: ['max_target_seqs'] },
  num_descriptions: { range: [0, maxInt32], maxOutfmt: 4, excludes: ['max_target_seqs'] },
  /** Over a search that did not read ids from deflines, tables and texts name queries `Query_N` (BLAST+ 2.12.0). */
  parse_deflines: { range: null },
  show_gis: { range: null },
  sorthits: { range: [0, 4], maxOutfmt: 4 },
  sorthsps: { range: [0, 4], maxOutfmt: 0 },
};

/**
 * Formatter options in canonical form: names sorted, numbers without leading zeros, a flag as the empty string.
 * @throws PlatformError `INVALID_OPTION` for a name outside the list, a value out of range, an option the format does
 * not take, or two that exclude each other
 */
export function canonicalFormatterOptions(outfmt: number, options: FormatterOptions): FormatterOptions {
  const names = Object.keys(options).sort();
  const entries = names.map((name) => [name, canonicalValue(outfmt, name, options[name] ?? '')] as const);
  for (const name of names) {
    const other = formatterOptionRules[name]?.excludes?.find((excluded) => names.includes(excluded));
    if (other !== undefined)
      throw invalid(name, `"${name}" and "${other}" exclude each other; give one of them.`);
  }
  return Object.fromEntries(entries);
}

function canonicalValue(outfmt: number, name: string, value: string): string {
  const rule = Object.hasOwn(formatterOptionRules, name) ? formatterOptionRules[name] : undefined;
  if (!rule) {
    throw invalid(
      name.slice(0, 40),
      `There is no report option "${name.slice(0, 40)}". Known: ${Object.keys(formatterOptionRules).join(', ')}.`,
    );
  }
  if (rule.maxOutfmt !== undefined && outfmt > rule.maxOutfmt)
    throw invalid(name, notApplicable(name, outfmt, rule.maxOutfmt));
  if (rule.range === null) {
    if (value === '') return '';
    throw invalid(name, `"${name}" is a flag and takes no value.`);
  }
  const [low, high] = rule.range;
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= low && number <= high) return String(number);
  throw invalid(name, `"${name}" must be a whole number from ${String(low)} to ${String(high)}.`);
}

function notApplicable(name: string, outfmt: number, maxOutfmt: number): string {
  const where = maxOutfmt === 0 ? 'output format 0' : `output formats 0 to ${String(maxOutfmt)}`;
  const advice = name.startsWith('num_') ? ' Use "max_target_seqs" to limit the hits.' : '';
  return `"${name}" applies to ${where} only, not to ${String(outfmt)}.${advice}`;
}

function invalid(field: string, message: string): PlatformError {
  return new PlatformError('INVALID_OPTION', message, { location: { field } });
}
