import { describe, expect, it } from '@jest/globals';
import { PlatformError } from '../../../src/errors/index.ts';
import { parseSearchOptions } from '../../../src/search/canonical-options.ts';
import type { Program } from '../../../src/search/program.ts';

function optionsOf(program: Program, input: Record<string, unknown>, task?: string) {
  return parseSearchOptions(program, task, input).options;
}

function problemOf(program: Program, input: Record<string, unknown>, task?: string): PlatformError {
  try {
    parseSearchOptions(program, task, input);
  } catch (error) {
    if (error instanceof PlatformError) return error;
  }
  throw new Error('nothing was refused');
}

describe('parseSearchOptions', () => {
  it('gives the default task when none is named', () => {
    expect(parseSearchOptions('blastn', undefined, {})).toEqual({
      task: 'megablast',
      options: {},
      keepCase: false,
    });
    expect(parseSearchOptions('tblastx', 'tblastx', {}).task).toBe('tblastx');
  });

  it.each(['', 'blastn', 'BLASTP', 'blastp-quick', 'constructor'])('refuses task %j for blastp', (task) => {
    const error = problemOf('blastp', {}, task);
    expect(error).toMatchObject({ code: 'INVALID_OPTION', location: { field: 'task' } });
    expect(error.message).toContain('use blastp, blastp-fast, blastp-short');
  });

  it('keeps the case of the query exactly when lower-case masking is on', () => {
    expect(parseSearchOptions('blastp', undefined, { lcase_masking: true }).keepCase).toBe(true);
    expect(parseSearchOptions('blastp', undefined, { lcase_masking: false }).keepCase).toBe(false);
  });

  it('sorts names, so that the order of the request never matters', () => {
    const keys = Object.keys(optionsOf('blastp', { word_size: 4, evalue: 1, max_hsps: 3 }));
    expect(keys).toEqual(['evalue', 'max_hsps', 'word_size']);
  });

  it('takes undefined and null as not given', () => {
    expect(optionsOf('blastp', { evalue: undefined, word_size: null })).toEqual({});
  });

  it('reports every problem at once and names the first option', () => {
    const error = problemOf('blastp', { evalue: 0, word_sise: 3, matrix: 'FOO', num_threads: 8 }, 'nonsense');
    expect(error.location).toEqual({ field: 'task' });
    const options = ['task', 'evalue', 'word_sise', 'matrix', 'num_threads'];
    expect(error.details['problems']).toMatchObject(options.map((option) => ({ option })));
    for (const option of options.slice(1)) expect(error.message).toContain(`"${option}"`);
  });

  it('refuses more options than any program has', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`o${String(index)}`, 1]));
    expect(problemOf('blastp', many).message).toBe('At most 100 options can be given.');
  });
});

describe('canonical values', () => {
  it.each([1e-3, '1e-3', '0.001', '1E-03', '+0.001', '.001', '0001.0e-3'])('evalue %j is 0.001', (evalue) => {
    expect(optionsOf('blastp', { evalue })).toEqual({ evalue: '0.001' });
  });

  it.each([
    ['blastp', 'evalue', '1e-50', '1e-50'],
    ['blastp', 'evalue', '1e300', '1e+300'],
    ['blastp', 'max_target_seqs', '005', '5'],
    ['blastp', 'max_target_seqs', '+5', '5'],
    ['blastp', 'max_target_seqs', 5.0, '5'],
    ['blastn', 'xdrop_ungap', '-0', '0'],
    ['blastn', 'xdrop_ungap', -0, '0'],
    ['blastp', 'searchsp', '0', '0'],
    ['blastp', 'dbsize', '9223372036854775807', '9223372036854775807'],
    ['blastp', 'searchsp', 9007199254740993n, '9007199254740993'],
    ['blastp', 'soft_masking', 'T', 'true'],
    ['blastp', 'soft_masking', true, 'true'],
    ['blastp', 'soft_masking', 1, 'true'],
    ['blastn', 'soft_masking', 'no', 'false'],
    ['blastp', 'parse_deflines', '', ''],
    ['blastp', 'parse_deflines', 'true', ''],
    ['blastp', 'matrix', 'blosum80', 'BLOSUM80'],
    ['blastp', 'comp_based_stats', 'F', '0'],
    ['blastp', 'comp_based_stats', 0, '0'],
    ['blastp', 'seg', 'yes', '12 2.2 2.5'],
    ['blastp', 'seg', '012  2.20 2.5 ', '12 2.2 2.5'],
    ['blastx', 'seg', 'no', 'no'],
    ['blastn', 'dust', '30 64 1', '30 64 1'],
    ['blastn', 'dust', 'no', 'no'],
    ['blastp', 'taxids', '10090,9606, 9606', '9606,10090'],
    ['blastp', 'negative_taxids', 9606, '9606'],
    ['blastp', 'query_loc', '001-100', '1-100'],
    ['blastx', 'query_gencode', '33', '33'],
    ['blastn', 'strand', 'plus', 'plus'],
    ['blastp', 'db_soft_mask', 21, '21'],
    ['blastp', 'db_hard_mask', 'seg_default.1', 'seg_default.1'],
  ] as const)('%s %s %j becomes %j', (program, name, value, canonical) => {
    expect(optionsOf(program, { [name]: value })).toEqual({ [name]: canonical });
  });
});

describe('values equal to the default of the tool', () => {
  it.each([
    [
      'blastp',
      'blastp',
      { evalue: '10.0', word_size: 3, comp_based_stats: 'D', seg: 'no', matrix: 'blosum62' },
    ],
    ['blastp', 'blastp-fast', { word_size: 6, threshold: '21.0' }],
    ['blastp', 'blastp-short', { matrix: 'PAM30', word_size: 2, gapopen: 9, gapextend: 1, window_size: 15 }],
    [
      'blastp',
      'blastp',
      { max_target_seqs: 500, dbsize: '-0', culling_limit: 0, threshold: 11, gapopen: 11 },
    ],
    ['blastx', 'blastx', { seg: 'yes', strand: 'both', query_gencode: 1, sum_stats: true, threshold: 12 }],
    ['tblastn', 'tblastn', { threshold: 13, db_gencode: '01', max_intron_length: 0 }],
    ['tblastx', 'tblastx', { word_size: 3, soft_masking: false, threshold: 13 }],
    [
      'blastn',
      'megablast',
      { word_size: 28, reward: 1, penalty: -2, gapopen: 0, gapextend: 0, dust: '20 64 1' },
    ],
    [
      'blastn',
      'blastn',
      { word_size: 11, reward: 2, penalty: '-3', gapopen: 5, gapextend: 2, soft_masking: true },
    ],
    ['blastn', 'blastn-short', { word_size: 7, reward: 1, penalty: -3 }],
    ['blastn', 'dc-megablast', { word_size: 11, window_size: 40 }],
  ] as const)('%s, task %s, drops %j', (program, task, input) => {
    expect(optionsOf(program, input, task)).toEqual({});
  });

  it.each([
    ['blastp', 'blastp', { soft_masking: true }],
    ['blastn', 'megablast', { soft_masking: false }],
    ['blastn', 'blastn', { word_size: 28 }],
    ['blastp', 'blastp-fast', { word_size: 3 }],
    ['blastp', 'blastp-short', { matrix: 'BLOSUM62' }],
    ['blastp', 'blastp', { searchsp: 0 }],
    ['blastn', 'rmblastn', { reward: 1, penalty: -3 }],
  ] as const)('%s, task %s, keeps %j, which is not its default', (program, task, input) => {
    expect(Object.keys(optionsOf(program, input, task))).toEqual(Object.keys(input).sort());
  });

  it('are those of the matrix asked for', () => {
    const pam30 = { matrix: 'PAM30', gapopen: 9, gapextend: 1, window_size: 15, threshold: 16 };
    expect(optionsOf('blastp', pam30)).toEqual({ matrix: 'PAM30' });
    const own = { matrix: 'PAM30', gapopen: 8, gapextend: 1, window_size: 40, threshold: 11 };
    expect(optionsOf('blastp', own)).toEqual({
      matrix: 'PAM30',
      gapopen: '8',
      threshold: '11',
      window_size: '40',
    });
  });
});

describe('options outside the allow-list', () => {
  it.each([
    ['wordsize', /did you mean "word_size"\?/],
    ['-evalue', /did you mean "evalue"\?/],
    ['eValue', /did you mean "evalue"\?/],
    ['max-target-seqs', /did you mean "max_target_seqs"\?/],
    ['perc_identity', /it is for blastn\./],
    ['query_gencode', /it is for blastx, tblastx, rpstblastn\./],
    ['zzzzzzzzzz', /has no option "zzzzzzzzzz"; leave it out\./],
    ['__proto__x', /has no option/],
    ['constructor', /has no option/],
    ['toString', /has no option/],
    ['a\nb\u0000', /"a\?b\?"/],
    ['x'.repeat(500), /"x{40}…"/],
  ])('blastp refuses %j', (name, message) => {
    const error = problemOf('blastp', { [name]: 1 });
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(200);
  });

  it('refuses __proto__ as a name of its own', () => {
    const input: unknown = JSON.parse('{"__proto__": {"evalue": 1}}');
    expect(problemOf('blastp', input as Record<string, unknown>).message).toContain('__proto__');
  });

  it.each([
    ['num_descriptions', /report/],
    ['num_alignments', /report/],
    ['line_length', /report/],
    ['sorthits', /report/],
    ['sorthsps', /report/],
    ['show_gis', /report/],
    ['html', /report/],
    ['outfmt', /report/],
    ['num_threads', /decided by the service/],
    ['mt_mode', /decided by the service/],
    ['remote', /run on this service/],
    ['out', /names a file/],
    ['import_search_strategy', /names a file/],
    ['export_search_strategy', /names a file/],
    ['subject', /names a file/],
    ['subject_loc', /names a file/],
    ['filtering_db', /names a file/],
    ['window_masker_db', /names a file/],
    ['window_masker_taxid', /names a file/],
    ['use_index', /names a file/],
    ['index_name', /names a file/],
    ['in_pssm', /start from a sequence/],
    ['out_ascii_pssm', /profiles are not kept/],
    ['gilist', /lists of sequences/],
    ['negative_gilist', /lists of sequences/],
    ['seqidlist', /lists of sequences/],
    ['negative_seqidlist', /lists of sequences/],
    ['ipglist', /lists of sequences/],
    ['negative_ipglist', /lists of sequences/],
    ['taxidlist', /lists of sequences/],
    ['negative_taxidlist', /lists of sequences/],
    ['entrez_query', /NCBI only/],
    ['db', /field of the request/],
    ['query', /field of the request/],
    ['task', /field of the request/],
  ])('refuses %s and says why', (name, reason) => {
    expect(problemOf('blastn', { [name]: '5' }).message).toMatch(reason);
  });

  it('refuses Smith-Waterman traceback for blastx, which does not come to an end with it', () => {
    expect(problemOf('blastx', { use_sw_tback: true }).message).toMatch(/does not come to an end/);
    expect(problemOf('tblastn', { use_sw_tback: true }).message).toMatch(/does not come to an end/);
    expect(problemOf('rpstblastn', { ungapped: true }).message).toMatch(/crashes/);
    expect(problemOf('deltablast', { rpsdb: 'a/b' }).message).toMatch(/the name of one database/);
  });
});

describe('hostile values', () => {
  const hostile = [
    '$(id)',
    '`id`',
    '1;id',
    '1|id',
    '1 && id',
    '../../etc/passwd',
    '/etc/passwd',
    '1\n2',
    '1\u0000',
  ];
  const others = [
    '１０',
    '10 ',
    ' 10',
    '1e',
    '0x10',
    'NaN',
    'Infinity',
    '1,000',
    '-remote',
    "1'",
    'x'.repeat(10_000),
  ];
  const names = [
    'evalue',
    'word_size',
    'dbsize',
    'seg',
    'matrix',
    'query_loc',
    'soft_masking',
    'parse_deflines',
  ];
  const more = ['taxids', 'db_soft_mask', 'db_hard_mask', 'comp_based_stats', 'max_hsps', 'threshold'];

  it.each([...names, ...more])('of %s are refused, whatever their kind', (name) => {
    const values = [...hostile, ...others.filter((value) => !(name === 'taxids' && value.trim() === '10'))];
    const masks = name.endsWith('_mask') ? ['1e', '0x10', 'NaN', 'Infinity'] : [];
    for (const value of values.filter((one) => !masks.includes(one))) {
      expect(problemOf('blastp', { [name]: value }).location.field).toBe(name);
    }
    for (const value of [NaN, Infinity, [], {}, ['1'], Symbol('s'), () => 1]) {
      expect(problemOf('blastp', { [name]: value }).location.field).toBe(name);
    }
  });
});
