import type { OptionRule } from '../search/option-rule.ts';
import { parseOptionValue } from '../search/option-values.ts';
import type { BlastField } from './blast-fields.ts';
import { insteadOf, memberPath, placeName, rootPath, type Report } from './config-errors.ts';
import { readFilter, showFilter } from './filter-field.ts';
import { readRange, showRange } from './range-field.ts';

/** A value of `blastConfig` in JSON. */
export type FieldValue = string | number | boolean | Readonly<Record<string, number | boolean>>;

/**
 * The option's value in canonical spelling; undefined for a flag that is off, and, with a report, for a value that is
 * refused. Without a rule (the tool is not known) only what needs none is checked.
 */
export function readFieldValue(
  { name, form }: BlastField,
  rule: OptionRule | undefined,
  value: unknown,
  report: Report,
): string | undefined {
  const path = memberPath(rootPath, name);
  if (form === 'range') return readRange(value, path, report);
  if (typeof form === 'object' && 'filter' in form) return readFilter(form, value, path, report);
  const type: JsonType = jsonTypes[typeof form === 'object' ? 'text' : form];
  const refuse = (mustBe: string): void =>
    report(path, `${placeName(path)} must be ${mustBe}${insteadOf(value)}.`);
  if (!type.typeofs.includes(typeof value) || isInfinite(value)) {
    refuse(type.mustBe);
    return undefined;
  }
  if (rule === undefined) return undefined;
  if (typeof form !== 'object') {
    const parsed = parseOptionValue(rule, value);
    if ('value' in parsed) return parsed.value;
    refuse(parsed.mustBe);
    return undefined;
  }
  const word = Object.entries(form.words).find(([candidate]) => candidate === value);
  if (word === undefined) refuse(`one of ${Object.keys(form.words).join(', ')}`);
  return word?.[1];
}

/** The inverse, of a value in canonical spelling; undefined for one that the field has no word for. */
export function showFieldValue({ form }: BlastField, text: string): FieldValue | undefined {
  if (form === 'range') return showRange(text);
  if (typeof form === 'object') {
    if ('filter' in form) return showFilter(form, text);
    return Object.entries(form.words).find(([, value]) => value === text)?.[0];
  }
  switch (form) {
    case 'boolean':
      return text !== 'false';
    case 'integer':
    case 'number':
      return Number(text);
    case 'bigInteger':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'numericText':
      // The contract's pattern has no plus sign.
      return text.replace('e+', 'e');
    case 'text':
      return text;
  }
}

/** What a number too large for a double becomes when JSON is read. */
function isInfinite(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

interface JsonType {
  readonly typeofs: readonly string[];
  readonly mustBe: string;
}

const jsonTypes = {
  boolean: { typeofs: ['boolean'], mustBe: 'true or false' },
  integer: { typeofs: ['number'], mustBe: 'a whole number without quotes' },
  number: { typeofs: ['number'], mustBe: 'a number without quotes' },
  text: { typeofs: ['string'], mustBe: 'a text in quotes' },
  numericText: { typeofs: ['string'], mustBe: 'a number in quotes, such as "1e-5"' },
  bigInteger: { typeofs: ['number', 'string'], mustBe: 'a whole number, in quotes where it is large' },
} as const satisfies Record<string, JsonType>;
