import { reportDifferences, reportFormats } from '../../../src/report/index.ts';

const touched = new Set(reportDifferences.flatMap(({ outfmts }) => outfmts));

it.each(reportFormats.filter(({ equality }) => equality !== 'bytes').map(({ outfmt }) => outfmt))(
  'format %d, which is equal only after parsing, has its differences listed',
  (outfmt) => {
    expect(touched).toContain(outfmt);
  },
);

it('every listed difference is of a format that exists, and says why', () => {
  const known = reportFormats.map(({ outfmt }) => outfmt);
  for (const { outfmts, what, reason } of reportDifferences) {
    expect(known).toEqual(expect.arrayContaining([...outfmts]));
    expect([what, reason]).not.toContain('');
  }
});
