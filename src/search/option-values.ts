import { isDatabaseName } from '../database/database-name.ts';
import { matrixTable } from './option-gap-costs.ts';
import { int32Max, type FilterField, type OptionRule, type RealRule } from './option-rule.ts';

/** A value in canonical spelling (`undefined`: a flag or nothing that is not set), or what it must be instead. */
export type ParsedValue = { readonly value: string | undefined } | { readonly mustBe: string };

const int64Max = 9_223_372_036_854_775_807n;
const maxTaxids = 1_000;
const maxTextLength = 200;
const maxTaxidsLength = maxTaxids * 12;

/** Checks one value against its rule and normalises it. Every kind is a closed grammar: nothing passes unread. */
export function parseOptionValue(rule: OptionRule, input: unknown): ParsedValue {
  const text = textOf(rule, input);
  if (typeof text !== 'string') return text;
  switch (rule.kind) {
    case 'flag':
      return parseFlag(text);
    case 'boolean':
      return parseBoolean(text);
    case 'integer':
      return parseInteger(text, rule.min, rule.max);
    case 'integerSet':
      return parseIntegerSet(text, rule.ranges);
    case 'int64':
      return parseInt64(text);
    case 'real':
      return parseReal(text, rule);
    case 'choice':
      return parseChoice(text, rule.values);
    case 'matrix':
      return parseMatrix(text, rule.names);
    case 'filter':
      return parseFilter(text, rule.yes, rule.fields);
    case 'location':
      return parseLocation(text);
    case 'taxids':
      return parseTaxids(text);
    case 'identifier':
      return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(text) && !text.includes('..')
        ? { value: text }
        : { mustBe: 'the number or name of a masking algorithm (letters, digits, _ . -)' };
    case 'database':
      return isDatabaseName(text) ? { value: text } : { mustBe: 'the name of one database of this server' };
  }
}

function textOf(rule: OptionRule, input: unknown): string | ParsedValue {
  const limit = rule.kind === 'taxids' ? maxTaxidsLength : maxTextLength;
  if (typeof input === 'string') {
    return input.length <= limit ? input : { mustBe: `at most ${String(limit)} characters long` };
  }
  if (typeof input === 'boolean') return String(input);
  if (typeof input === 'bigint') return String(input);
  if (typeof input === 'number' && Number.isFinite(input)) {
    if (rule.kind !== 'int64' || Number.isSafeInteger(input)) return String(input === 0 ? 0 : input);
    return { mustBe: 'a whole number, as a string where it is beyond 9007199254740991' };
  }
  return { mustBe: 'one text, number or true/false' };
}

function parseFlag(text: string): ParsedValue {
  if (text === '' || text === 'true') return { value: '' };
  return text === 'false' ? { value: undefined } : { mustBe: 'given without a value (or be true or false)' };
}

/** The spellings BLAST+ 2.12.0 takes. */
function parseBoolean(text: string): ParsedValue {
  if (/^(true|t|yes|y|1)$/i.test(text)) return { value: 'true' };
  return /^(false|f|no|n|0)$/i.test(text) ? { value: 'false' } : { mustBe: 'true or false' };
}

function parseInteger(text: string, min: number, max: number): ParsedValue {
  const number = wholeNumber(text);
  if (number !== undefined && number >= min && number <= max) return { value: String(number) };
  const openEnded = max === int32Max && !(Number(text) > max);
  return { mustBe: `a whole number ${openEnded ? `of at least ${String(min)}` : between(min, max)}` };
}

function wholeNumber(text: string): number | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= int32Max ? number + 0 : undefined;
}

function parseIntegerSet(text: string, ranges: readonly (readonly [number, number])[]): ParsedValue {
  const number = wholeNumber(text);
  if (number !== undefined && ranges.some(([first, last]) => number >= first && number <= last)) {
    return { value: String(number) };
  }
  const spans = ranges.map(([first, last]) => (first === last ? String(first) : between(first, last, '–')));
  return { mustBe: `one of ${spans.join(', ')}` };
}

function parseInt64(text: string): ParsedValue {
  if (/^[+-]?\d{1,40}$/.test(text)) {
    const number = BigInt(text.replace(/^\+/, ''));
    if (number >= 0n && number <= int64Max) return { value: String(number) };
  }
  return { mustBe: `a whole number between 0 and ${String(int64Max)}` };
}

function parseReal(text: string, rule: RealRule): ParsedValue {
  const number = realNumber(text);
  const inside =
    number !== undefined &&
    number >= (rule.min ?? -Infinity) &&
    number > (rule.above ?? -Infinity) &&
    number <= (rule.max ?? Infinity) &&
    number < (rule.below ?? Infinity);
  return inside ? { value: String(number) } : { mustBe: `a number ${realBounds(rule)}` };
}

/** Decimal notation, as the tools read it; no hexadecimal, infinity or NaN, which crash some of them. */
function realNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number + 0 : undefined;
}

function realBounds({ min, above, max, below }: RealRule): string {
  if (min !== undefined && max !== undefined) return between(min, max);
  const bounds = [
    above === undefined ? undefined : `greater than ${String(above)}`,
    max === undefined ? undefined : `at most ${String(max)}`,
    below === undefined ? undefined : `less than ${String(below)}`,
  ];
  return bounds.filter((bound) => bound !== undefined).join(' and ');
}

function parseChoice(text: string, values: Readonly<Record<string, string>>): ParsedValue {
  const value = Object.hasOwn(values, text) ? values[text] : undefined;
  return value === undefined ? { mustBe: `one of ${Object.keys(values).join(', ')}` } : { value };
}

/** The tools take matrix names in any case. */
function parseMatrix(text: string, names: readonly string[]): ParsedValue {
  const name = text.toUpperCase();
  const known = names.includes(name) && Object.hasOwn(matrixTable, name);
  return known ? { value: name } : { mustBe: `one of ${names.join(', ')}` };
}

function parseFilter(text: string, yes: string, fields: readonly FilterField[]): ParsedValue {
  if (text === 'no') return { value: 'no' };
  if (text === 'yes') return { value: yes };
  const words = text.trim().split(/ +/);
  const numbers = fields.map(({ whole, min, max }, index) => {
    const word = words[index] ?? '';
    const number = whole ? wholeNumber(word) : realNumber(word);
    return number !== undefined && number >= min && number <= max ? String(number) : undefined;
  });
  if (words.length === fields.length && !numbers.includes(undefined)) return { value: numbers.join(' ') };
  const form = fields.map(({ name, min, max }) => `${name} (${between(min, max, ' to ')})`).join(', ');
  return { mustBe: `"yes", "no" or ${String(fields.length)} numbers separated by spaces: ${form}` };
}

function parseLocation(text: string): ParsedValue {
  const match = /^(\d{1,12})-(\d{1,12})$/.exec(text);
  const [start, stop] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (start >= 1 && stop > start && stop <= int32Max) return { value: `${String(start)}-${String(stop)}` };
  return { mustBe: 'start-stop, counted from 1, with stop greater than start, such as 1-100' };
}

/** Order and repetition mean nothing to the tools, so the canonical list is sorted and unique. */
function parseTaxids(text: string): ParsedValue {
  const words = text.split(',').map((word) => word.trim());
  const ids = words.map((word) => (/^\d{1,10}$/.test(word) ? Number(word) : 0));
  if (ids.some((id) => id < 1 || id > int32Max) || ids.length > maxTaxids) {
    return { mustBe: `up to ${String(maxTaxids)} taxonomy numbers separated by commas, such as 9606,10090` };
  }
  return { value: [...new Set(ids)].sort((a, b) => a - b).join(',') };
}

function between(min: number, max: number, dash?: string): string {
  return dash === undefined
    ? `between ${String(min)} and ${String(max)}`
    : `${String(min)}${dash}${String(max)}`;
}
