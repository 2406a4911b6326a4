import { reportFormat, standardFields, type ReportKey } from '../report/index.ts';
import type { CanonicalOptions } from '../search/options.ts';
import { optionFields, type OptionField } from './report-config-fields.ts';

/**
 * The `blastConfig` that asks for a report, with values only where they differ from the default: what
 * `parseReportConfig` reads as the same report again. A delimiter of one's own has no form in it.
 * @param search - options of the search, from which a report takes its limits and the reading of ids over
 */
export function reportConfigOf(
  key: Pick<ReportKey, 'outfmt' | 'fields' | 'options'>,
  search: CanonicalOptions = {},
): Readonly<Record<string, unknown>> {
  const format = reportFormat(key.outfmt);
  const columns = columnsOf(key.fields);
  const options = Object.entries(optionFields).flatMap(([name, field]: readonly [string, OptionField]) => {
    const text = key.options[field.option];
    return text === undefined || isTakenOver(field.option, text, search)
      ? []
      : [[name, valueOf(field, text)] as const];
  });
  return {
    ...(key.outfmt !== 0 && { formatType: format.name }),
    ...(columns.length > 0 && { formatFields: columns }),
    ...Object.fromEntries(options),
  };
}

/** The standard fields are `std` again, and nothing when they are all. */
function columnsOf(fields: readonly string[]): readonly string[] {
  const beginsStandard = standardFields.every((field, index) => fields[index] === field);
  if (!beginsStandard) return fields;
  const rest = fields.slice(standardFields.length);
  return rest.length === 0 ? [] : ['std', ...rest];
}

function isTakenOver(option: string, text: string, search: CanonicalOptions): boolean {
  if (option === 'parse_deflines') return option in search;
  return option.startsWith('num_') && text === search['max_target_seqs'];
}

function valueOf(field: OptionField, text: string): unknown {
  if (text === '') return true;
  return field.words ? field.words[Number(text)] : Number(text);
}
