import { memberPath, placeName, type Report } from './config-errors.ts';
import { advice } from './words.ts';

/** What a JSON object has, by name. */
export type Members = ReadonlyMap<string, unknown>;

/** More members than any object of a configuration has: a longer list is not looked at one by one. */
const maxMembers = 100;

/** Enough to see what is meant. */
const mostNamed = 20;

/**
 * The members of a JSON object, `null` among them. Undefined, with a report, when the value is no object or has far too
 * many.
 */
export function readMembers(value: unknown, path: string, report: Report): Members | undefined {
  if (!isObject(value)) {
    report(path, `${placeName(path)} must be an object in braces.`);
    return undefined;
  }
  const members = Object.entries(value);
  if (members.length > maxMembers) {
    report(
      path,
      `${placeName(path)} has more than ${String(maxMembers)} members; leave out what is not known.`,
    );
    return undefined;
  }
  return new Map(members);
}

/** As {@link readMembers}, of an object whose member names are known; every other is reported at its own path, up to 20. */
export function readKnownMembers(
  value: unknown,
  path: string,
  names: readonly string[],
  report: Report,
): Members | undefined {
  const members = readMembers(value, path, report);
  const strangers = [...(members?.keys() ?? [])].filter((name) => !names.includes(name));
  for (const name of strangers.slice(0, mostNamed)) {
    const unknown = memberPath(path, name);
    const known = advice(name, names) ?? `${placeName(path)} has ${names.join(', ')}.`;
    report(unknown, `There is no ${placeName(unknown)}. ${known}`);
  }
  return members;
}

/** Those that are given: `null` means not given, since the contract writes its defaults so. */
export function given(members: Members | undefined): Members | undefined {
  return members && new Map([...members].filter(([, member]) => member !== null && member !== undefined));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
