import { nearestName } from '../search/option-suggestion.ts';

/** A value as a message shows it: text and numbers as they are, as far as is needed to find them. */
export function described(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A question that names what was probably meant. */
export function advice(name: unknown, known: readonly string[]): string | undefined {
  if (typeof name !== 'string') return undefined;
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const nearest = sameLetters ?? nearestName(name, known);
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`;
}
