import { concatBytes } from './edit-lines.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** UTF-8 bytes of text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Whether `bytes[start, end)` begins with `prefix`. */
export function startsWith(bytes: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  // Prefixes begin with the same indentation and differ at their ends.
  const last = prefix.length - 1;
  if (bytes[start + last] !== prefix[last]) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}

/** Whether `bytes[start, end)` is `other`, byte for byte. */
export function isSame(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  return end - start === other.length && startsWith(bytes, start, end, other);
}

/** The line as text, for the few lines that are read. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/**
 * Adds to the number that directly follows `prefix` when it lies at `start`, up to the first other character.
 * @returns the new line, or `undefined` when there is no number or `terminator` does not follow it
 */
export function addToNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  rule: { readonly prefix: Uint8Array; readonly terminator: Uint8Array },
  addend: number,
): Uint8Array | undefined {
  if (!startsWith(bytes, start, end, rule.prefix)) return undefined;
  const from = start + rule.prefix.length;
  let to = from;
  let value = 0;
  for (; to < end; to++) {
    const digit = (bytes[to] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (to === from || !startsWith(bytes, to, end, rule.terminator)) return undefined;
  return concatBytes([bytes.subarray(start, from), bytesOf(String(value + addend)), bytes.subarray(to, end)]);
}
