import { median, timed } from './measure.mjs';

/**
 * One run of each side, in turn first and second by the pair's number (from 1): a machine that slows down or speeds up
 * favours neither.
 * @param sides - by name, what runs it
 * @returns by the same names, in their order, what each resolved with
 */
export async function inTurn(number, sides) {
  const names = Object.keys(sides);
  const pair = Object.fromEntries(names.map((name) => [name, undefined]));
  for (const name of number % 2 === 1 ? names : names.toReversed()) pair[name] = await sides[name]();
  return pair;
}

/** What `work` resolves with, and its wall and CPU seconds, the latter by a counter that only grows. */
export async function measured(cpuSeconds, work) {
  const before = cpuSeconds();
  const { result, ms } = await timed(work);
  return { wall: ms / 1000, cpu: cpuSeconds() - before, result };
}

/** Wall and CPU seconds of both sides and the ratio of the wall times: of each, the median over the pairs. */
export function figures(pairs) {
  const of = (figure) => median(pairs.map(figure));
  return [
    of(({ http }) => http.wall),
    of(({ http }) => http.cpu),
    of(({ rival }) => rival.wall),
    of(({ rival }) => rival.cpu),
    of(({ http, rival }) => http.wall / rival.wall),
  ];
}

/** The two lines above the rows; the first one names the sides. */
export function tableHead(first, rival) {
  const sides = `${''.padEnd(13)}${'through HTTP'.padStart(19)}${rival.padStart(27)}`;
  return `\n${sides}\n${tableRow(first, ['wall s', 'CPU s', 'wall s', 'CPU s', 'ratio'])}`;
}

export function tableRow(name, cells) {
  const shown = cells.map((cell, index) =>
    typeof cell === 'number' ? cell.toFixed(index === 4 ? 3 : 2) : cell,
  );
  return name.padEnd(12) + shown.map((cell, index) => cell.padStart(index === 2 ? 17 : 10)).join('');
}
