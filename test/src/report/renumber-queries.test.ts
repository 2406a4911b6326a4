import { renumberQueries } from '../../../src/report/renumber-queries.ts';
import { inPieces, textOf } from '../formats/fasta-text.ts';

const renumbered = (text: string, queriesBefore: number, pieceSize: number): Promise<string> =>
  textOf(renumberQueries(inPieces(text, pieceSize), queriesBefore));

const archive = (first: number) => `Blast4-archive ::= {
            id {
              local str "Query_${first}"
            },
              title "Query_1 QQ local str ""Query_1"" Query_1",
              seq-data ncbieaa "MQQQLQuery_QSQQ
QQ"
            id {
              local str "Query_${first + 9}"
            },
            local str "Query_${first}",
              id local str "Query_${first + 9}"
            general { db "BL_ORD_ID", tag id 1 },
            local str "Query_x",
            local str "MyQuery_1",
}
`;

it.each([1, 7, 4096])(
  'every id moves, and nothing that looks like one (pieces of %d bytes)',
  async (size) => {
    expect(await renumbered(archive(1), 500, size)).toBe(archive(501));
    expect(await renumbered(archive(1) + archive(2), 99_999, size)).toBe(archive(100_000) + archive(100_001));
  },
);

it('a text without ids stays as it is', async () => {
  expect(await renumbered('QQQ\n\nno line end', 5, 3)).toBe('QQQ\n\nno line end');
});
