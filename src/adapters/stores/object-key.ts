import { PlatformError } from '../../errors/index.ts';
import type { ByteRange } from '../../ports/object-store.ts';
import { programMistake } from './program-mistake.ts';

const longestKey = 1000;
const longestPart = 200;

/** @throws PlatformError `INTERNAL` when the key breaks the rules of the `ObjectStore` port */
export function checkObjectKey(key: string): void {
  const parts = key.split('/');
  const sound = parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && part.length <= longestPart,
  );
  if (!sound || !isPlain(key)) throw programMistake(`${JSON.stringify(key)} is no object key`);
}

/** A prefix need not end with a whole part. @throws PlatformError `INTERNAL` when no key can start with it */
export function checkObjectPrefix(prefix: string): void {
  const folders = prefix.split('/').slice(0, -1);
  const sound = folders.every((part) => part !== '' && part !== '.' && part !== '..');
  if (prefix !== '' && (!sound || !isPlain(prefix)))
    throw programMistake(`${JSON.stringify(prefix)} is no prefix`);
}

/** @throws PlatformError `INTERNAL` when the range is none */
export function checkByteRange(range: ByteRange): void {
  const { start, end } = range;
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end) return;
  throw programMistake(`${String(start)} to ${String(end)} is no byte range`);
}

/** @throws PlatformError `RANGE_NOT_SATISFIABLE` when the object ends before the range does */
export function checkRangeWithin(range: ByteRange, sizeBytes: number): void {
  if (range.end <= sizeBytes) return;
  const message = `The range ends at byte ${String(range.end)}, but there are only ${String(sizeBytes)} bytes.`;
  throw new PlatformError('RANGE_NOT_SATISFIABLE', message);
}

/** Printable ASCII without space and backslash. */
function isPlain(text: string): boolean {
  return text.length <= longestKey && /^[!-[\]-~]+$/.test(text);
}
