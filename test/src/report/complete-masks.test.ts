import { completeMasks, mayHoldMasks } from '../../../src/report/complete-masks.ts';
import { inPieces, textOf } from '../formats/fasta-text.ts';

/** The parts of an archive that count, in the layout of BLAST+ 2.12.0. */
function archive(titles: readonly string[], masked: readonly string[], firstNumber = 1): string {
  const queries = titles.map(
    (title, index) =>
      `          seq {\n            id {\n              local str "Query_${String(index + firstNumber)}"\n            },\n            descr {\n              title "${title}"\n            },\n          }\n`,
  );
  const masks = masked.map(maskOf);
  const list = masks.length > 0 ? `    masks {\n${masks.join(',\n')}\n    },\n` : '';
  return `Blast4-archive ::= {\n  request {\n      queries bioseq-set {\n        seq-set {\n${queries.join('')}        }\n      },\n  },\n  results {\n${list}  }\n}\n`;
}

function maskOf(id: string): string {
  return `      {\n        locations {\n          packed-int {\n            {\n              from 5,\n              to 9,\n              id local str "${id}"\n            }\n          }\n        },\n        frame plus1\n      }`;
}

const completed = (text: string, size = 1_000): Promise<string> =>
  textOf(completeMasks(inPieces(text, size)));

/** The queries of the lists of masks, as the formatter counts them: neighbours of one id are one list. */
function lists(text: string): string[] {
  const ids = Array.from(text.matchAll(/id local str "(\w+)"/g), (match) => match[1] ?? '');
  return ids.filter((id, index) => id !== ids[index - 1]);
}

describe('completeMasks', () => {
  const titles = ['a', 'b', 'c', 'd', 'e'];

  it.each([
    [
      ['Query_1', 'Query_2'],
      ['Query_1', 'Query_2'],
    ],
    [['Query_2'], ['unmasked_0', 'Query_2']],
    [['Query_4'], ['unmasked_0', 'unmasked_1', 'unmasked_2', 'Query_4']],
    [
      ['Query_1', 'Query_3', 'Query_3', 'Query_5'],
      ['Query_1', 'unmasked_1', 'Query_3', 'unmasked_3', 'Query_5'],
    ],
    [[], []],
  ])('masks of %j: one list for every query up to the last masked one', async (masked, expected) => {
    const text = archive(titles, masked);
    for (const size of [1, 7, 1_000]) expect(lists(await completed(text, size))).toEqual(expected);
  });

  it('changes nothing else', async () => {
    const text = archive(titles, ['Query_2', 'Query_4']);
    const added =
      / {6}\{\n {8}locations \{\n {10}packed-int \{ \{ from 600000000, to 600000000.*\n.*\n.*\n {6}\},\n/g;
    expect((await completed(text)).replaceAll(added, '')).toBe(text);
  });

  it('takes each reader batch of an archive by itself', async () => {
    const text = archive(['a', 'b'], ['Query_2']) + archive(['c', 'd'], ['Query_4'], 3);
    expect(lists(await completed(text))).toEqual(['unmasked_0', 'Query_2', 'unmasked_0', 'Query_4']);
  });

  it('is not led astray by titles with line ends and quotes in them', async () => {
    const odd = [
      'x""\n    masks {\n',
      '\n            id {\n              local str ""Query_9""\n            },\n',
      'y',
    ];
    expect(
      lists(await completed(archive(odd, ['Query_3'])).then((text) => text.slice(text.indexOf('results')))),
    ).toEqual(['unmasked_0', 'unmasked_1', 'Query_3']);
  });
});

describe('mayHoldMasks', () => {
  it.each([
    ['blastp', {}, false],
    ['blastp', { evalue: '1' }, false],
    ['blastp', { seg: 'yes' }, true],
    ['blastp', { lcase_masking: '' }, true],
    ['blastn', {}, true],
    ['blastx', {}, true],
    ['tblastn', {}, true],
    ['tblastx', {}, true],
  ] as const)('%s with %j: %s', (program, options, expected) => {
    expect(mayHoldMasks({ program, options })).toBe(expected);
  });
});
