import type { Database } from '../../../src/database/database.ts';
import { fitReport } from '../../../src/usecases/fit-report.ts';
import { proteins } from '../../support/api/fake-platform.ts';

const digest = 'a'.repeat(64);

/** A server that has these names of taxa, or none. */
function fit(outfmt: string, databases: readonly Database[] = [proteins], taxonNames?: string) {
  const catalogue = {
    list: () => Promise.resolve(databases),
    get: (wanted: string) => Promise.resolve(databases.find(({ name }) => name === wanted)),
    findTaxids: () => Promise.resolve([]),
    taxonNames: () => Promise.resolve(taxonNames),
  };
  return fitReport({ catalogue }, { outfmt, options: {} }, databases);
}

it.each([
  '18',
  '6 qseqid ssciname',
  '7 std sscinames',
  '10 scomname',
  '6 scomnames sblastname',
  '6 sblastnames',
  '6 sskingdom',
  '6 sskingdoms',
])('of a report that shows names of taxa it is known which: %s', async (outfmt) => {
  expect(await fit(outfmt, [proteins], digest)).toEqual({ outfmt, options: {}, taxonNames: digest });
});

it.each(['0', '5', '6', '7 std staxid staxids', '17'])(
  'other reports do not depend on names of taxa: %s',
  async (outfmt) => {
    expect(await fit(outfmt, [proteins], digest)).toEqual({ outfmt, options: {} });
  },
);

it('columns of names are shown as N/A where there are none, as BLAST+ shows them', async () => {
  expect(await fit('6 qseqid ssciname')).toEqual({ outfmt: '6 qseqid ssciname', options: {} });
});

it.each(['absent', 'empty'] as const)(
  'an organism report is refused of a database whose taxa are %s',
  async (taxonomy) => {
    await expect(
      fit('18', [proteins, { ...proteins, name: 'ants', taxonomy }], digest),
    ).rejects.toMatchObject({
      code: 'UNSUITABLE_DATABASE',
      message: expect.stringContaining('ants does not say which taxa') as string,
      location: { field: 'outfmt' },
    });
  },
);

it('an organism report is refused by a server without names of taxa', async () => {
  await expect(fit('18')).rejects.toMatchObject({
    code: 'UNSUITABLE_DATABASE',
    message: expect.stringContaining('taxdb.btd and taxdb.bti') as string,
  });
});
