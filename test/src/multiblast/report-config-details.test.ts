import { reportConfigOf } from '../../../src/multiblast/report-config-details.ts';
import { parseReportConfig } from '../../../src/multiblast/report-config.ts';
import { reportFormats, reportKey, type RenderedSearch } from '../../../src/report/index.ts';
import type { CanonicalOptions } from '../../../src/search/options.ts';
import { seeded } from '../../support/seeded.ts';

const searchWith = (options: CanonicalOptions): RenderedSearch => ({
  jobId: 'a'.repeat(32),
  program: 'blastn',
  options,
});

function keyOf(value: unknown, search = searchWith({})): ReturnType<typeof reportKey> {
  const parsed = parseReportConfig(value, search.program);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return reportKey(search, parsed.config.outfmt, parsed.config.options);
}

describe('the configuration of a report, from its key', () => {
  it.each([
    [{}, {}],
    [{ formatType: 'pairwise', showGIs: false, lineLength: 60 }, {}],
    [{ formatType: 'tabular', formatFields: ['std'] }, { formatType: 'tabular' }],
    [
      { formatType: 'csv', formatFields: ['std', 'qcovs', 'qcovs'] },
      { formatType: 'csv', formatFields: ['std', 'qcovs'] },
    ],
    [
      { formatType: 'csv', formatFields: ['qcovs', 'evalue'] },
      { formatType: 'csv', formatFields: ['qcovs', 'evalue'] },
    ],
    [
      { formatType: 'sam', formatFields: ['SR', 'SQ'] },
      { formatType: 'sam', formatFields: ['SQ', 'SR'] },
    ],
    [
      { formatType: 'xml', numAlignments: 9 },
      { formatType: 'xml', maxTargetSequences: 9 },
    ],
    [
      { showGIs: true, numDescriptions: 0, numAlignments: 3, lineLength: 70 },
      { showGIs: true, numDescriptions: 0, numAlignments: 3, lineLength: 70 },
    ],
    [
      { sortHits: 'by-evalue', sortHSPs: 'by-hsp-subject-start' },
      { sortHits: 'by-evalue', sortHSPs: 'by-hsp-subject-start' },
    ],
  ])('of %j is %j', (given, expected) => {
    expect(reportConfigOf(keyOf(given))).toEqual(expected);
  });

  it('leaves out what a report takes over from its search', () => {
    const search = searchWith({ max_target_seqs: '700', parse_deflines: '' });
    expect(reportConfigOf(keyOf({}, search), search.options)).toEqual({});
    expect(reportConfigOf(keyOf({ numAlignments: 3 }, search), search.options)).toEqual({ numAlignments: 3 });
  });

  it('says that ids were read from deflines for the report alone', () => {
    const key = { ...keyOf({}), options: { parse_deflines: '' } };
    expect(reportConfigOf(key)).toEqual({ parseDefLines: true });
  });

  it('asks for the same report again, whatever it was', () => {
    const random = seeded(20_240_608);
    const oneOf = <T>(...of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
    let accepted = 0;
    for (let round = 0; round < 5_000; round++) {
      const given = {
        formatType: oneOf(...reportFormats.map(({ name }) => name)),
        formatFields: oneOf(undefined, undefined, [], ['SQ'], ['std', 'qcovs'], ['qlen', 'std'], ['slen']),
        showGIs: oneOf(undefined, true, false),
        numDescriptions: oneOf(undefined, undefined, 0, 500, 700),
        numAlignments: oneOf(undefined, undefined, 1, 250, 700),
        lineLength: oneOf(undefined, undefined, 60, 61),
        sortHits: oneOf(undefined, undefined, 'by-total-score'),
        sortHSPs: oneOf(undefined, undefined, undefined, 'by-hsp-evalue'),
        maxTargetSequences: oneOf(undefined, undefined, 5, 700),
      };
      if ('errors' in parseReportConfig(given, 'blastn')) continue;
      accepted++;
      const search = searchWith(random() < 0.5 ? { max_target_seqs: '700' } : {});
      const key = keyOf(given, search);
      expect(keyOf(reportConfigOf(key, search.options), search)).toEqual(key);
    }
    expect(accepted).toBeGreaterThan(200);
  });
});
