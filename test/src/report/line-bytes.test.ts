import { bytesOf, LineFinder } from '../../../src/report/line-bytes.ts';
import { seeded } from '../../support/seeded.ts';

const finder = new LineFinder(bytesOf('  ],\n'));

it.each([
  ['at the very beginning', '  ],\nmore\n', 0, 0],
  ['behind other lines', 'a\n    ],\n  ],\n', 0, 9],
  ['from a line on', '  ],\nb\n  ],\n', 5, 7],
  ['not where it only ends a line', 'a\nx  ],\n', 0, 8],
  ['not where it is cut short', 'a\n  ],', 0, 6],
  ['not in nothing', '', 0, 0],
])('a line is found %s', (_where, text, from, at) => {
  expect(finder.find(bytesOf(text), from)).toBe(at);
});

it('a line is found wherever a look at each line finds it (seeds 1 to 300)', () => {
  const alphabet = [' ', ']', ',', '\n', '  ],\n', 'a'];
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const text = Array.from({ length: 40 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const lines = text.split(/(?<=\n)/);
    const index = lines.indexOf('  ],\n');
    const expected = index === -1 ? text.length : lines.slice(0, index).join('').length;
    expect(finder.find(bytesOf(text), 0)).toBe(expected);
  }
});
