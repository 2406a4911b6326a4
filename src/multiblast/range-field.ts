import { int32Max } from '../search/option-rule.ts';
import { parseOptionValue } from '../search/option-values.ts';
import { insteadOf, memberPath, placeName, type Report } from './config-errors.ts';
import { given, readKnownMembers } from './members.ts';

/** `{start, stop}`, counted from 1 with both ends in the range, as text such as `5-100`; undefined with a report. */
export function readRange(value: unknown, path: string, report: Report): string | undefined {
  const members = given(readKnownMembers(value, path, ['start', 'stop'], report));
  if (members === undefined) return undefined;
  const start = readPosition(members.get('start'), memberPath(path, 'start'), report);
  const stopPath = memberPath(path, 'stop');
  const stop = readPosition(members.get('stop'), stopPath, report);
  if (start === undefined || stop === undefined) return undefined;
  const parsed = parseOptionValue({ kind: 'location' }, `${start}-${stop}`);
  if ('value' in parsed) return parsed.value;
  report(stopPath, `${placeName(stopPath)} must be greater than start, which is ${start}; it is ${stop}.`);
  return undefined;
}

/** The inverse: `5-100` → `{start: 5, stop: 100}`. */
export function showRange(text: string): Readonly<Record<string, number>> {
  const [start = 0, stop = 0] = text.split('-').map(Number);
  return { start, stop };
}

function readPosition(value: unknown, path: string, report: Report): string | undefined {
  if (value === undefined) {
    report(path, `${placeName(path)} is missing; a range needs start and stop.`);
    return undefined;
  }
  const parsed = Number.isFinite(value)
    ? parseOptionValue({ kind: 'integer', min: 1, max: int32Max }, value)
    : { mustBe: 'a whole number' };
  if ('value' in parsed) return parsed.value;
  report(path, `${placeName(path)} must be ${parsed.mustBe}${insteadOf(value)}; positions count from 1.`);
  return undefined;
}
