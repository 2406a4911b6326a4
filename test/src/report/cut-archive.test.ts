import { canCutArchive, cutArchive } from '../../../src/report/cut-archive.ts';
import { printArchive, type ArchivedQuery } from '../../support/printed-archive.ts';
import { inPieces, textOf } from '../formats/fasta-text.ts';

const cut = (archive: string, index: number, pieceSize?: number): Promise<string> =>
  textOf(cutArchive(inPieces(archive, pieceSize), index));

const queries: readonly ArchivedQuery[] = [
  { title: 'plain', hits: ['a', 'b'], masks: [3] },
  { title: 'no hits', masks: [1, 20, 40], lowerCase: [5, 9] },
  { title: 'no masks', hits: ['c'] },
  { title: 'nothing' },
  // What a wrapped string goes on with may look like anything.
  {
    title: 'odd ""local str ""Query_1""\n          },\n          seq {\n      },\n    masks {\n',
    hits: ['d', 'e'],
  },
  { title: 'hits a subject that is named like a query', hits: ['Query_x', 'f'], masks: [7], lowerCase: [3] },
];
const indexes = [...queries.keys()];

it.each(indexes)('query %d of several is alone what an archive of it alone is', async (index) => {
  for (const pieceSize of [1, 7, 4_096])
    expect(await cut(printArchive(queries), index, pieceSize)).toBe(
      printArchive(queries.slice(index, index + 1)),
    );
});

it('it is found in whichever of several archives it lies', async () => {
  const [before, behind] = [queries.slice(0, 4), queries.slice(4)];
  const archives = printArchive(before) + printArchive(behind, before.length);
  for (const index of indexes)
    expect(await cut(archives, index)).toBe(printArchive(queries.slice(index, index + 1)));
});

it('an alignment with a subject that has the name of another query is that of its own query', async () => {
  const archive = printArchive([
    { title: 'first', hits: ['Query_2'] },
    { title: 'second', hits: ['x'] },
  ]);
  expect(await cut(archive, 1)).toBe(printArchive([{ title: 'second', hits: ['x'] }]));
});

it('of a query that is not in it there is nothing', async () => {
  expect(await cut(printArchive(queries), queries.length)).toBe('');
});

it('archives whose queries may have any name are not cut', () => {
  expect(canCutArchive({ evalue: '5' })).toBe(true);
  expect(canCutArchive({ parse_deflines: '' })).toBe(false);
});
