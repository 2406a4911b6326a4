import type { TestSequence } from './planned.ts';

export type Length = (random: () => number) => number;
export const between =
  (min: number, max: number): Length =>
  (random) =>
    min + Math.floor(random() * (max - min + 1));
export const usual = between(20, 900);
/** One in `every` drawn from `rare`, the rest as usual. */
export const oneIn =
  (every: number, rare: Length): Length =>
  (random) =>
    (random() < 1 / every ? rare : usual)(random);

export function made(tag: string, count: number, random: () => number, length: Length): TestSequence[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${tag}${index}`,
    residueCount: length(random),
  }));
}
