import {
  formatterOptionRules,
  reportFormats,
  type FormatterOptions,
  type ReportFormat,
} from '../report/index.ts';
import type { ErrorCollection } from './config-errors.ts';
import { optionFields, type OptionField } from './report-config-fields.ts';
import { advice, described } from './words.ts';

/** A field with the value that BLAST is told. */
interface Chosen {
  readonly name: string;
  readonly field: OptionField;
  readonly text: string;
}

/**
 * The formatter options that are given, values equal to BLAST's default left out.
 * @param format - undefined when the request names none that exists; then only the values are checked
 */
export function readOptions(
  given: ReadonlyMap<string, unknown>,
  format: ReportFormat | undefined,
  errors: ErrorCollection,
): FormatterOptions {
  const chosen = Object.entries(optionFields).flatMap(
    ([name, field]: readonly [string, OptionField]): Chosen[] => {
      const text = readValue(name, field, given.get(name), errors);
      return text === undefined ? [] : [{ name, field, text }];
    },
  );
  checkExclusions(chosen, errors);
  const told = format ? chosen.map((option) => fitted(option, format, errors)) : chosen;
  const different = told.filter(({ field, text }) => text !== String(field.default));
  return Object.fromEntries(different.map(({ field, text }) => [field.option, text]));
}

function readFlag(name: string, value: unknown, errors: ErrorCollection): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  errors.add([name], `This must be true or false, not ${described(value)}.`);
  return undefined;
}

/** @returns the value as the formatter takes it; undefined when the field is absent, `false` or wrong */
function readValue(
  name: string,
  field: OptionField,
  value: unknown,
  errors: ErrorCollection,
): string | undefined {
  if (value === undefined) return undefined;
  const range = formatterOptionRules[field.option]?.range ?? null;
  if (range === null) return readFlag(name, value, errors) ? '' : undefined;
  if (field.words) {
    const index = field.words.findIndex((word) => word === value);
    if (index >= 0) return String(index);
    const known = advice(value, field.words) ?? '';
    errors.add(
      [name],
      `This must be one of ${field.words.join(', ')}, not ${described(value)}. ${known}`.trim(),
    );
    return undefined;
  }
  const [low, high] = range;
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high)
    return String(value);
  const message = `This must be a whole number from ${String(low)} to ${String(high)}, not ${described(value)}.`;
  errors.add([name], message);
  return undefined;
}

function checkExclusions(chosen: readonly Chosen[], errors: ErrorCollection): void {
  for (const [index, first] of chosen.entries()) {
    const excluded = formatterOptionRules[first.field.option]?.excludes ?? [];
    for (const second of chosen.slice(index + 1)) {
      if (!excluded.includes(second.field.option)) continue;
      const message = `${first.name} and ${second.name} exclude each other. Give one of them.`;
      errors.add([first.name, second.name], message);
    }
  }
}

/** The option as the format takes it. */
function fitted(option: Chosen, format: ReportFormat, errors: ErrorCollection): Chosen {
  const { name, field, text } = option;
  const { maxOutfmt } = formatterOptionRules[field.option] ?? {};
  if (maxOutfmt === undefined || format.outfmt <= maxOutfmt) return option;
  const suitable = reportFormats.filter(({ outfmt }) => outfmt <= maxOutfmt).map((entry) => entry.name);
  if (name === 'numAlignments') {
    // Beyond format 4 BLAST+ takes it for the number of hits, with the same output to the byte.
    if (text !== '0') return { ...option, field: optionFields.maxTargetSequences };
    const message = `With numAlignments 0 a report in the format ${format.name} shows no hit. Give 1 or more, or choose one of ${suitable.join(', ')}.`;
    errors.add([name, 'formatType'], message);
    return option;
  }
  const instead = name === 'numDescriptions' ? ' Use maxTargetSequences to limit the hits.' : '';
  const message = `${name} applies to ${suitable.join(', ')} only, not to ${format.name}.${instead}`;
  errors.add([name, 'formatType'], message);
  return option;
}
