import { reportConfigDifferences } from '../../../src/multiblast/report-config-differences.ts';
import { parseReportConfig, type WantedConfig } from '../../../src/multiblast/report-config.ts';
import { reportFormats, reportKey, tabularFields } from '../../../src/report/index.ts';
import { programs } from '../../../src/search/program.ts';

const configOf = (value: unknown): WantedConfig => {
  const parsed = parseReportConfig(value);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.config;
};

/** Messages by field, without the `blastConfig.` before each. */
function errorsOf(...of: Parameters<typeof parseReportConfig>): Record<string, readonly string[]> {
  const parsed = parseReportConfig(...of);
  if (!('errors' in parsed)) throw new Error(`accepted as ${JSON.stringify(parsed.config)}`);
  expect(parsed.errors.general).toEqual([]);
  const entries = Object.entries(parsed.errors.byKey);
  return Object.fromEntries(entries.map(([key, messages]) => [key.replace(/^blastConfig\./, ''), messages]));
}

const formatNames = [
  'pairwise',
  'query-anchored-with-identities',
  'query-anchored-no-identities',
  'flat-query-anchored-with-identities',
  'flat-query-anchored-no-identities',
  'xml',
  'tabular',
  'tabular-with-comments',
  'seqalign-text',
  'seqalign-binary',
  'csv',
  'asn1',
  'seqalign-json',
  'multi-file-blast-json',
  'multi-file-blast-xml2',
  'single-file-blast-json',
  'single-file-blast-xml2',
  'sam',
  'organism-report',
];
const alignments = formatNames.slice(0, 5);
const withFields = ['tabular', 'tabular-with-comments', 'csv', 'sam'];

describe('the format', () => {
  it.each(formatNames.map((name, outfmt) => [name, outfmt] as const))(
    '%s is outfmt %i',
    (formatType, outfmt) => {
      expect(configOf({ formatType })).toEqual({ outfmt: String(outfmt), options: {} });
    },
  );

  it.each([[undefined], [null], [{}], [{ formatType: null }]])('is pairwise when %j names none', (value) => {
    expect(configOf(value)).toEqual({ outfmt: '0', options: {} });
  });

  it.each([
    ['Single-file-blast-json', 'Did you mean "single-file-blast-json"?'],
    ['tabulr', 'Did you mean "tabular"?'],
    [6, '6 is no report format. Choose one of pairwise, query-anchored'],
    ['', 'Choose one of pairwise'],
    [['xml'], 'a list is no report format'],
    [true, 'true is no report format'],
    ['x'.repeat(500), `"${'x'.repeat(40)}…" is no report format`],
  ])('is not %j', (formatType, message) => {
    expect(errorsOf({ formatType })).toEqual({ formatType: [expect.stringContaining(message)] });
  });

  it.each(programs)('exists for %s, but sam for blastn only', (program) => {
    for (const formatType of formatNames) {
      if (formatType !== 'sam' || program === 'blastn')
        expect(parseReportConfig({ formatType }, program)).toHaveProperty('config');
      else
        expect(errorsOf({ formatType }, program)).toEqual({
          formatType: [
            `The format sam exists for blastn only, and the search is one of ${program}. Choose another.`,
          ],
        });
    }
  });
});

/** Each option: a value, what BLAST is told, and the formats that take it. */
const options: readonly (readonly [string, unknown, Record<string, string>, readonly string[]])[] = [
  ['showGIs', true, { show_gis: '' }, formatNames],
  ['numDescriptions', 0, { num_descriptions: '0' }, alignments],
  ['numDescriptions', 7, { num_descriptions: '7' }, alignments],
  ['numAlignments', 0, { num_alignments: '0' }, alignments],
  ['lineLength', 1, { line_length: '1' }, alignments],
  ['sortHits', 'by-evalue', { sorthits: '0' }, alignments],
  ['sortHits', 'by-bit-score', { sorthits: '1' }, alignments],
  ['sortHits', 'by-total-score', { sorthits: '2' }, alignments],
  ['sortHits', 'by-percent-identity', { sorthits: '3' }, alignments],
  ['sortHits', 'by-query-coverage', { sorthits: '4' }, alignments],
  ['sortHSPs', 'by-hsp-evalue', { sorthsps: '0' }, ['pairwise']],
  ['sortHSPs', 'by-hsp-score', { sorthsps: '1' }, ['pairwise']],
  ['sortHSPs', 'by-hsp-query-start', { sorthsps: '2' }, ['pairwise']],
  ['sortHSPs', 'by-hsp-percent-identity', { sorthsps: '3' }, ['pairwise']],
  ['sortHSPs', 'by-hsp-subject-start', { sorthsps: '4' }, ['pairwise']],
  ['maxTargetSequences', 1, { max_target_seqs: '1' }, formatNames],
  ['maxTargetSequences', 2_147_483_647, { max_target_seqs: '2147483647' }, formatNames],
];

describe.each(options)('%s %j', (field, value, told, formats) => {
  it('is told to BLAST in the formats that take it', () => {
    for (const formatType of formats) expect(configOf({ formatType, [field]: value }).options).toEqual(told);
  });

  it('is refused in the others, on both keys', () => {
    for (const formatType of formatNames.filter((name) => !formats.includes(name))) {
      const { [field]: messages, ...others } = errorsOf({ formatType, [field]: value });
      expect(others).toEqual({ formatType: messages });
      expect(messages).toEqual([expect.stringContaining(formatType)]);
    }
  });
});

describe('an option', () => {
  it('for alignments says where it applies', () => {
    const formats = alignments.join(', ');
    expect(errorsOf({ formatType: 'xml', lineLength: 9 })['lineLength']).toEqual([
      `lineLength applies to ${formats} only, not to xml.`,
    ]);
    expect(errorsOf({ formatType: 'xml', numDescriptions: 9 })['numDescriptions']).toEqual([
      `numDescriptions applies to ${formats} only, not to xml. Use maxTargetSequences to limit the hits.`,
    ]);
    expect(errorsOf({ formatType: 'xml', numAlignments: 0 })['numAlignments']).toEqual([
      `With numAlignments 0 a report in the format xml shows no hit. Give 1 or more, or choose one of ${formats}.`,
    ]);
    expect(errorsOf({ formatType: 'csv', sortHSPs: 'by-hsp-score' })['sortHSPs']).toEqual([
      'sortHSPs applies to pairwise only, not to csv.',
    ]);
  });

  it.each(formatNames.slice(5))('numAlignments limits the hits in the format %s', (formatType) => {
    expect(configOf({ formatType, numAlignments: 3 }).options).toEqual({ max_target_seqs: '3' });
  });

  it.each([
    [{ showGIs: false, parseDefLines: false, lineLength: 60 }],
    [{ showGIs: null, parseDefLines: null, lineLength: null, numAlignments: null, sortHits: null }],
  ])('equal to the default or null is as good as absent: %j', (value) => {
    expect(configOf(value)).toEqual(configOf({}));
  });

  it('parseDefLines is told to the formatter in every format', () => {
    expect(configOf({ parseDefLines: true })).toEqual({ outfmt: '0', options: { parse_deflines: '' } });
    expect(configOf({ formatType: 'tabular', parseDefLines: true })).toEqual({
      outfmt: '6',
      options: { parse_deflines: '' },
    });
  });

  it.each(['numDescriptions', 'numAlignments'])('%s excludes maxTargetSequences, on both keys', (field) => {
    const message = `${field} and maxTargetSequences exclude each other. Give one of them.`;
    expect(errorsOf({ [field]: 5, maxTargetSequences: 5 })).toEqual({
      [field]: [message],
      maxTargetSequences: [message],
    });
  });

  it('numDescriptions goes with numAlignments, and lineLength with maxTargetSequences', () => {
    expect(configOf({ numDescriptions: 5, numAlignments: 2 }).options).toEqual({
      num_alignments: '2',
      num_descriptions: '5',
    });
    expect(configOf({ lineLength: 70, maxTargetSequences: 2 }).options).toEqual({
      line_length: '70',
      max_target_seqs: '2',
    });
  });

  const flags = ['showGIs', 'parseDefLines'];
  it.each(flags.flatMap((flag) => ['true', 1, [], {}].map((value) => [flag, value] as const)))(
    '%s is no %j',
    (field, value) => {
      expect(errorsOf({ [field]: value })).toEqual({
        [field]: [expect.stringContaining('This must be true or false, not ')],
      });
    },
  );

  const lowest = { numDescriptions: 0, numAlignments: 0, lineLength: 1, maxTargetSequences: 1 };
  it.each(
    Object.entries(lowest).flatMap(([field, low]) =>
      ['5', '', true, 1.5, -1, low - 1, 2_147_483_648, [5], { value: 5 }].map(
        (value) => [field, low, value] as const,
      ),
    ),
  )('%s, a number from %i, is no %j', (field, low, value) => {
    const range = `This must be a whole number from ${String(low)} to 2147483647, not `;
    expect(errorsOf({ [field]: value })).toEqual({
      [field]: [expect.stringContaining(range)],
    });
  });

  it.each([
    ['sortHits', 'by-hsp-score', 'one of by-evalue, by-bit-score'],
    ['sortHits', 'by-bitscore', 'Did you mean "by-bit-score"?'],
    ['sortHits', 1, 'not 1.'],
    ['sortHSPs', 'by-evalue', 'one of by-hsp-evalue, by-hsp-score'],
    ['sortHSPs', ['by-hsp-score'], 'not a list.'],
    ['sortHSPs', '', 'not "".'],
  ])('%s is no %j', (field, value, message) => {
    expect(errorsOf({ [field]: value })).toEqual({ [field]: [expect.stringContaining(message)] });
  });
});

describe('formatFields', () => {
  const tabular = withFields.slice(0, 3);

  it('are all 50 tabular fields and std in the formats with columns', () => {
    expect(tabularFields).toHaveLength(50);
    for (const formatType of tabular) {
      const number = String(formatNames.indexOf(formatType));
      for (const field of [...tabularFields, 'std'])
        expect(configOf({ formatType, formatFields: [field] }).outfmt).toBe(`${number} ${field}`);
    }
    expect(configOf({ formatType: 'csv', formatFields: ['std', 'qcovs'] }).outfmt).toBe('10 std qcovs');
  });

  it('are SQ and SR in sam', () => {
    expect(configOf({ formatType: 'sam', formatFields: ['SR', 'SQ'] }).outfmt).toBe('17 SR SQ');
  });

  it.each(withFields)('are the default of %s when the list is empty', (formatType) => {
    expect(configOf({ formatType, formatFields: [] })).toEqual(configOf({ formatType }));
  });

  it.each(formatNames.filter((name) => !withFields.includes(name)))(
    'are refused for %s, on both keys',
    (name) => {
      const message = `The format ${name} has no fields to choose. Leave formatFields out, or choose one of tabular, tabular-with-comments, csv, sam.`;
      for (const formatFields of [['std'], []])
        expect(errorsOf({ formatType: name, formatFields })).toEqual({
          formatFields: [message],
          formatType: [message],
        });
    },
  );

  it.each(tabular)('SQ and SR are refused for %s, on both keys', (formatType) => {
    const message = `SQ, SR belong to sam only. The format ${formatType} takes the others.`;
    expect(errorsOf({ formatType, formatFields: ['std', 'SQ', 'SR', 'SQ'] })).toEqual({
      formatFields: [message],
      formatType: [message],
    });
  });

  it.each([...tabularFields, 'std'])('%s is refused for sam, on both keys', (field) => {
    const message = `${field} belongs to tabular, tabular-with-comments, csv only. The format sam takes SQ and SR.`;
    expect(errorsOf({ formatType: 'sam', formatFields: ['SQ', field] })).toEqual({
      formatFields: [message],
      formatType: [message],
    });
  });

  it.each([
    ['pidnet', '"pidnet" is no field of a report. Did you mean "pident"?'],
    ['qseqid evalue', '"qseqid evalue" is no field'],
    ['delim=;', '"delim=;" is no field'],
    ['sq', 'Did you mean "SQ"?'],
    ['$(touch x)', 'The fields are qseqid, qgi'],
    [6, '6 is no field'],
    [null, 'null is no field'],
    [['std'], 'a list is no field'],
  ])('%j is none', (field, message) => {
    expect(errorsOf({ formatType: 'tabular', formatFields: [field, 'std'] })).toEqual({
      formatFields: [expect.stringContaining(message)],
    });
  });

  it.each([['std'], [{ 0: 'std' }], [7], [true]])('are no %j', (formatFields) => {
    expect(errorsOf({ formatType: 'tabular', formatFields })).toEqual({
      formatFields: [
        expect.stringContaining('This must be a list of field names such as ["std", "qcovs"], not '),
      ],
    });
  });

  it('draw ten complaints at most', () => {
    const formatFields = Array.from({ length: 10_000 }, (_, index) => `zzzzzzzz${String(index)}`);
    expect(errorsOf({ formatType: 'csv', formatFields })['formatFields']).toHaveLength(10);
  });
});

describe('the configuration as a whole', () => {
  it.each(['tabular', [[]], 6, false])('is no %j', (value) => {
    expect(errorsOf(value)).toEqual({ blastConfig: ['blastConfig must be an object in braces.'] });
  });

  it.each([
    ['formattype', 'Did you mean "formatType"?'],
    ['num_alignments', 'Did you mean "numAlignments"?'],
    ['fieldDelim', 'blastConfig has formatType, formatFields, showGIs'],
    ['html', 'There is no html.'],
    ['constructor', 'There is no constructor.'],
    ['__proto__', 'There is no __proto__.'],
  ])('has no field %s', (field, message) => {
    const value: unknown = JSON.parse(`{${JSON.stringify(field)}: null}`);
    const parsed = parseReportConfig(value);
    const errors = 'errors' in parsed ? Object.entries(parsed.errors.byKey) : [];
    expect(errors).toEqual([[`blastConfig.${field}`, [expect.stringContaining(message)]]]);
  });

  it('has all its faults told at once', () => {
    const value = {
      formatType: 'csv',
      formatFields: ['pidnet', 'SQ'],
      lineLength: 0,
      numDescriptions: 3,
      maxTargetSequences: 3,
      sortHits: 'up',
      sortHSPs: 'by-hsp-score',
      showGIs: 'yes',
      parseDefLines: 1,
      colour: 'red',
    };
    const errors = errorsOf(value);
    expect(Object.keys(errors).sort()).toEqual(Object.keys(value).sort());
    expect(errors['numDescriptions']).toHaveLength(2);
    expect(errors['formatFields']).toHaveLength(2);
    expect(errors['formatType']).toHaveLength(3);
  });

  it('has the faults of its values told when there is no such format', () => {
    expect(Object.keys(errorsOf({ formatType: 'pdf', lineLength: 0, formatFields: ['x'] })).sort()).toEqual([
      'formatFields',
      'formatType',
      'lineLength',
    ]);
  });
});

it('whatever is accepted the core accepts too', () => {
  const search = { jobId: 'a'.repeat(32), program: 'blastn', options: {} } as const;
  for (const { name } of reportFormats)
    for (const [field, value] of options) {
      const parsed = parseReportConfig({ formatType: name, [field]: value }, 'blastn');
      if ('config' in parsed)
        expect(reportKey(search, parsed.config.outfmt, parsed.config.options).kind).toBe('report');
    }
});

it('the differences from Multi-Blast are told whole', () => {
  for (const { field, upstream, here, reason } of reportConfigDifferences)
    expect([field, upstream, here, reason].every((text) => text.length > 3)).toBe(true);
});
