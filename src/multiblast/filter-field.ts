import type { FilterField } from '../search/option-rule.ts';
import { parseOptionValue } from '../search/option-values.ts';
import type { FilterRule } from './blast-fields.ts';
import { insteadOf, memberPath, placeName, type Report } from './config-errors.ts';
import { given, readKnownMembers } from './members.ts';

interface FilterForm {
  readonly filter: FilterRule;
  readonly switches: readonly [shown: string, ...alsoRead: string[]];
}

/**
 * A low-complexity filter as the tools take it: `no`, or its numbers. An object without a switch means on, and a number
 * that is missing is the tool's own. Undefined, with a report, when something in it is wrong.
 */
export function readFilter(
  form: FilterForm,
  value: unknown,
  path: string,
  report: Report,
): string | undefined {
  const { filter, switches } = form;
  const names = [...switches, ...filter.fields.map(({ name }) => name)];
  const members = given(readKnownMembers(value, path, names, report));
  if (members === undefined) return undefined;
  const on = readSwitch(switches, members, path, report);
  const own = ownNumbers(filter);
  const numbers = filter.fields.map((field, index) => {
    const number = members.get(field.name);
    return number === undefined
      ? own[index]
      : readNumber(field, number, memberPath(path, field.name), report);
  });
  if (on === undefined || numbers.includes(undefined)) return undefined;
  return on ? numbers.join(' ') : 'no';
}

/** The inverse, with every number written out. */
export function showFilter(
  { filter, switches }: FilterForm,
  text: string,
): Readonly<Record<string, number | boolean>> {
  if (text === 'no') return { [switches[0]]: false };
  const numbers = text.split(' ').map(Number);
  const shown = filter.fields.map(({ name }, index) => [name, numbers[index] ?? 0] as const);
  return { [switches[0]]: true, ...Object.fromEntries(shown) };
}

function ownNumbers({ yes }: FilterRule): readonly (string | undefined)[] {
  return yes.split(' ');
}

function readSwitch(
  switches: FilterForm['switches'],
  members: ReadonlyMap<string, unknown>,
  path: string,
  report: Report,
): boolean | undefined {
  const present = switches.filter((name) => members.has(name));
  const values = present.map((name) => members.get(name));
  for (const name of present) {
    const at = memberPath(path, name);
    if (typeof members.get(name) !== 'boolean') report(at, `${placeName(at)} must be true or false.`);
    else if (present.length > 1)
      report(at, `${placeName(path)} has ${present.join(' and ')}; give one of them.`);
  }
  const [on = true] = values;
  return typeof on === 'boolean' && values.length < 2 ? on : undefined;
}

function readNumber(
  { whole, min, max }: FilterField,
  value: unknown,
  path: string,
  report: Report,
): string | undefined {
  const parsed = Number.isFinite(value)
    ? parseOptionValue({ kind: whole ? 'integer' : 'real', min, max }, value)
    : { mustBe: whole ? 'a whole number' : 'a number' };
  if ('value' in parsed) return parsed.value;
  report(path, `${placeName(path)} must be ${parsed.mustBe}${insteadOf(value)}.`);
  return undefined;
}
