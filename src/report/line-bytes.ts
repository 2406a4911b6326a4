import { concatBytes, newline } from './edit-lines.ts';

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

/** Whether a string begins or ends in `bytes[start, end)`, in the text form of ASN.1. */
export function hasOddQuotes(bytes: Uint8Array, start: number, end: number): boolean {
  let odd = false;
  for (let at = bytes.indexOf(quote, start); at !== -1 && at < end; at = bytes.indexOf(quote, at + 1))
    odd = !odd;
  return odd;
}

const quote = 0x22;

/** Finds a line among many without looking at each: Horspool's search, which passes over most bytes. */
export class LineFinder {
  readonly line: Uint8Array;
  /** By the byte under the line's last one: how far the line may be moved. */
  readonly #shifts: Uint8Array;

  /** @param line - with its line end, at most 255 bytes */
  constructor(line: Uint8Array) {
    this.line = line;
    this.#shifts = new Uint8Array(256).fill(line.length);
    for (const [index, byte] of line.subarray(0, -1).entries()) this.#shifts[byte] = line.length - 1 - index;
  }

  /** Where it lies at or behind `from`, where a line begins; the bytes' length when it does not. */
  find(bytes: Uint8Array, from: number): number {
    const { length } = this.line;
    for (let start = from; start + length <= bytes.length;) {
      const last = bytes[start + length - 1] ?? 0;
      const beginsLine = start === 0 || bytes[start - 1] === newline;
      if (beginsLine && startsWith(bytes, start, start + length, this.line)) return start;
      start += this.#shifts[last] ?? 1;
    }
    return bytes.length;
  }
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
