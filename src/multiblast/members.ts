import { memberPath, placeName, type Report } from './config-errors.ts';

/** More members than any object of a configuration has: a longer list is not looked at one by one. */
const maxMembers = 100;

/**
 * The members of a JSON object that are given: `null` means not given, since the contract writes its defaults so.
 * Undefined, with a report, when the value is no object or far too large.
 */
export function readMembers(value: unknown, path: string, report: Report): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
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
  return new Map(members.filter(([, member]) => member !== null && member !== undefined));
}

/** As {@link readMembers}, of an object whose member names are known; every other is reported at its own path. */
export function readKnownMembers(
  value: unknown,
  path: string,
  names: readonly string[],
  report: Report,
): Map<string, unknown> | undefined {
  const members = readMembers(value, path, report);
  for (const name of members?.keys() ?? []) {
    if (names.includes(name)) continue;
    const unknown = memberPath(path, name);
    report(unknown, `There is no ${placeName(unknown)}; ${placeName(path)} has ${names.join(', ')}.`);
  }
  return members;
}
