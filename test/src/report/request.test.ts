import { jobIdOf } from '../../../src/job/keys.ts';
import { formatterArgs, reportKey, type RenderedSearch } from '../../../src/report/index.ts';

const search: RenderedSearch = { jobId: 'a'.repeat(32), program: 'blastp', options: {} };

describe('reportKey', () => {
  it('is the same for reports that print the same', () => {
    const ids = ['6', '6 std', ' 6  std std'].map((outfmt) => jobIdOf(reportKey(search, outfmt, {})));
    expect(new Set(ids).size).toBe(1);
    const limits = [
      { line_length: '080', sorthits: '1' },
      { sorthits: '01', line_length: '80' },
    ];
    expect(new Set(limits.map((options) => jobIdOf(reportKey(search, '0', options)))).size).toBe(1);
  });

  it('differs by search, format, fields, delimiter and options', () => {
    const keys = [
      reportKey(search, '6'),
      reportKey({ ...search, jobId: 'b'.repeat(32) }, '6'),
      reportKey(search, '7'),
      reportKey(search, '6 std qcovs'),
      reportKey(search, '6 delim=;'),
      reportKey(search, '6', { max_target_seqs: '5' }),
    ];
    expect(new Set(keys.map(jobIdOf)).size).toBe(keys.length);
  });

  it('takes names from deflines and the limit of hits over from the search', () => {
    const asked = { ...search, options: { parse_deflines: '', max_target_seqs: '700' } };
    const limits = { num_alignments: '700', num_descriptions: '700' };
    expect(reportKey(asked, '0').options).toEqual({ ...limits, parse_deflines: '' });
    expect(reportKey(asked, '0', { num_alignments: '3' }).options).toEqual({
      ...limits,
      num_alignments: '3',
      parse_deflines: '',
    });
    expect(reportKey(asked, '0', { max_target_seqs: '9' }).options).toEqual({
      max_target_seqs: '9',
      parse_deflines: '',
    });
    expect(reportKey(asked, '6').options).toEqual({ parse_deflines: '' });
  });

  it.each([
    ['17', {}, 'exists for blastn only'],
    ['6', { num_descriptions: '5' }, 'Use "max_target_seqs"'],
    ['5', { num_alignments: '5' }, 'output formats 0 to 4'],
    ['15', { line_length: '60' }, 'output formats 0 to 4'],
    ['6', { sorthits: '1' }, 'output formats 0 to 4'],
    ['7', { sorthsps: '1' }, 'output format 0 only'],
    ['0', { max_target_seqs: '5', num_alignments: '5' }, 'exclude each other'],
    ['0', { max_target_seqs: '5', num_descriptions: '5' }, 'exclude each other'],
    ['0', { line_length: '0' }, 'whole number from 1'],
    ['0', { max_target_seqs: '0' }, 'whole number from 1'],
    ['0', { num_alignments: '-1' }, 'whole number from 0'],
    ['0', { num_alignments: '2147483648' }, 'whole number from 0'],
    ['0', { sorthits: '5' }, 'from 0 to 4'],
    ['0', { sorthits: '1e0' }, 'from 0 to 4'],
    ['0', { sorthits: '' }, 'from 0 to 4'],
    ['0', { show_gis: 'true' }, 'takes no value'],
    ['0', { html: '' }, 'no report option "html"'],
    ['0', { out: '/etc/passwd' }, 'no report option "out"'],
    ['0', { constructor: '1' }, 'no report option "constructor"'],
  ])('refuses -outfmt %s %j', (outfmt, options: Record<string, string>, message) => {
    expect(() => reportKey(search, outfmt, options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});

describe('formatterArgs', () => {
  it.each([
    ['6 qaccver qlen', {}, '7 qaccver qlen', []],
    ['7 delim=; qaccver', {}, '7 delim=; qaccver', []],
    ['10 qaccver', {}, '7 delim=, qaccver', []],
    ['0', { sorthits: '1', show_gis: '' }, '0', ['-show_gis', '-sorthits', '1']],
  ])('%s %j', (text, options: Record<string, string>, outfmt, extraArgs) => {
    expect(formatterArgs(reportKey(search, text, options))).toEqual({ outfmt, extraArgs });
  });
});
