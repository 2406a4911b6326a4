import { readFile } from 'node:fs/promises';
import { writeTaxa } from './taxon-names.ts';
import { comparable } from './report-compare.ts';
import { readQueries, ReportRig, type Query, type Search } from './report-rig.ts';

const fixtures = new URL('../fixtures/', import.meta.url);

/** Deflines that look like parts of a report, like generated ids, or like nothing; all ASCII. */
const oddDeflines = [
  'first plain query',
  '',
  'Query_3',
  'Query_1 is my name',
  `a&b<c>d "quoted" 'single' &amp;`,
  'dup x',
  'dup y',
  'nohit',
  'gi|12345|ref|NP_000001.1| something',
  'sp|P12345|FOO_BAR text',
  'lcl|Query_7',
  ' leading space',
  '\tleading tab',
  'tab\there title',
  `${'L'.repeat(300)} ${'w '.repeat(400)}`,
  `${'word '.repeat(10)}Query= ${'x'.repeat(60)} Query= y   Database: z`,
  '# Query: fake',
  '},',
  '"query_id": "Query_1"',
  '<Iteration_iter-num>1</Iteration_iter-num>',
  '',
  'back\\slash "x',
  '  Database: fake',
  '>',
  'nohit again',
  '# BLAST processed 9 queries',
  '',
  '# 3 hits found',
  'last, with; delimiters| everywhere',
];
const chunks = [1, 2, 9, 1, 13, 3];

let rig: ReportRig;
let searches: Record<'blastp' | 'blastx' | 'blastn', Search>;

beforeAll(async () => {
  rig = await ReportRig.create();
  const read = async (name: string) => await readFile(new URL(name, fixtures), 'utf8');
  const proteins = await read('proteins/database.fasta');
  const nucleotides = await read('nucleotides/database.fasta');
  await rig.makeDatabase('proteins', 'prot', proteins);
  await rig.makeDatabase('nucleotides', 'nucl', nucleotides);
  const aa = readQueries(await read('proteins/query.fasta')).map(({ sequence }) => sequence);
  const na = readQueries(await read('nucleotides/query.fasta')).map(({ sequence }) => sequence.slice(0, 900));
  const coding = aa.map(backTranslated);
  const base = { chunks, options: { evalue: '0.001' } };
  searches = {
    blastp: {
      ...base,
      program: 'blastp',
      database: 'proteins',
      batchSize: 1_000,
      queries: odd(aa, 'WWHHWWHHGG'),
    },
    blastx: {
      ...base,
      program: 'blastx',
      database: 'proteins',
      batchSize: 3_000,
      queries: odd(coding, 'ATGGCTTGGCATAAACGTGAATTCTGCCCGATCTGT'),
    },
    blastn: {
      chunks,
      options: { evalue: '0.001' },
      program: 'blastn',
      database: 'nucleotides',
      batchSize: 50_000,
      queries: odd(na, 'ACGT'.repeat(9)),
    },
  };
});

afterAll(async () => {
  await rig.remove();
});

function odd(sequences: readonly string[], withoutHits: string): Query[] {
  return oddDeflines.map((defline, index) => ({
    defline,
    sequence: defline.startsWith('nohit') ? withoutHits : (sequences[index % sequences.length] ?? ''),
  }));
}

const codons = 'GCT CGT AAT GAT TGT CAA GAA GGT CAT ATT CTT AAA ATG TTT CCT TCT ACT TGG TAT GTT'.split(' ');

function backTranslated(protein: string): string {
  return Array.from(protein, (residue) => codons['ARNDCQEGHILKMFPSTWYV'.indexOf(residue)] ?? 'NNN').join('');
}

describe.each([
  ['blastp', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '12', '13', '14', '15', '16', '18']],
  ['blastp', ['6 stitle qseqid qacc evalue', '7 delim=; std qseqid qcovs']],
  [
    'blastp',
    ['10 stitle qaccver salltitles sseqid', '10 delim=| sseqid qaccver', '6 delim=, qaccver qlen btop'],
  ],
  [
    'blastx',
    ['0', '1', '4', '5', '6', '7', '8', '12', '13', '14', '15', '16', '6 qaccver qframe sframe evalue'],
  ],
  [
    'blastn',
    [
      '0',
      '2',
      '3',
      '5',
      '6',
      '8',
      '9',
      '10',
      '12',
      '15',
      '16',
      '17',
      '17 SQ',
      '17 SR',
      '17 SR SQ',
      '6 std qcovus sstrand',
    ],
  ],
] as const)('%s in chunks equals one process with the same BATCH_SIZE', (program, formats) => {
  it.each(formats)('-outfmt "%s"', async (outfmt) => {
    const search = searches[program];
    const direct = await rig.direct(search, outfmt);
    const merged = await rig.merged(search, await rig.archives(search), outfmt);
    const number = Number.parseInt(outfmt, 10);
    expect(comparable(number, merged)).toEqual(comparable(number, direct));
    expect(direct.length).toBeGreaterThan(1_000);
  });
});

describe('the merged archive (outfmt 11), given to the formatter as it is', () => {
  it.each(['0', '5', '6', '7', '8', '15', '16'])('in format %s equals a direct run', async (outfmt) => {
    const search = searches.blastp;
    const archive = await rig.merged(search, await rig.archives(search), '11');
    const formatted = await rig.format(archive, outfmt);
    const direct = await rig.direct(search, outfmt);
    expect(sections(outfmt, formatted)).toEqual(sections(outfmt, direct));
  });

  it('names each query once', async () => {
    const search = searches.blastn;
    const archive = (await rig.merged(search, await rig.archives(search), '11')).toString();
    const ids = archive.match(/(?<=seq \{\n +id \{\n +local str ")Query_\d+/g);
    expect(ids).toEqual(search.queries.map((_, index) => `Query_${String(index + 1)}`));
  });

  /** What each query gets of its own only when we render it: here it is that of the first of its reader batch. */
  const lost = ['Statistics_hsp-len', 'Statistics_eff-space', 'hsp-len', 'eff-space', 'hsp_len', 'eff_space'];

  /** Without headings and summaries, which stand once for each archive. */
  function sections(outfmt: string, report: Buffer): unknown {
    const text = report.toString().replaceAll(/^# BLAST processed.*\n/gm, '');
    return outfmt === '0'
      ? text
          .split(/^(?=Query= )/m)
          .slice(1)
          .map((section) => section.split(/\n\n\nLambda/)[0])
      : comparable(Number(outfmt), Buffer.from(text), lost);
  }
});

describe('a chunk that was put together of the archives of its sequences', () => {
  it.each([
    ['0', {}],
    ['5', {}],
    ['6', {}],
    ['7', { seg: 'yes' }],
    ['5', { seg: 'yes' }],
    ['15', { seg: 'yes' }],
    ['6', { parse_deflines: '' }],
  ] as const)('-outfmt %s %j equals a direct run, behind another chunk', async (outfmt, options) => {
    const queries =
      'parse_deflines' in options
        ? ['lcl|one', 'Query_1', 'Query_7'].map((defline, index) => ({
            defline,
            sequence: searches.blastp.queries[index]?.sequence ?? '',
          }))
        : searches.blastp.queries;
    const search = { ...searches.blastp, queries, options: { ...searches.blastp.options, ...options } };
    const [first, ...others] = await rig.archives({ ...search, chunks: queries.map(() => 1) });
    if (!first) throw new Error('there are no queries');
    const numbered = others.map((archive) => ({ ...archive, queriesBefore: archive.queriesBefore - 1 }));
    const joined = await rig.joined({ ...search, queries: queries.slice(1) }, numbered);
    const merged = await rig.merged(search, [first, { ...joined, queriesBefore: 1 }], outfmt);
    const direct = await rig.direct(search, outfmt);
    expect(comparable(Number(outfmt), merged)).toEqual(comparable(Number(outfmt), direct));
  });
});

describe('the smallest queries', () => {
  it.each(['0', '5', '6', '7', '10', '15', '16'])(
    'one query with hits, one without: -outfmt %s',
    async (outfmt) => {
      for (const queries of [searches.blastp.queries.slice(0, 1), searches.blastp.queries.slice(7, 8)]) {
        const search = { ...searches.blastp, queries, chunks: [1] };
        const direct = await rig.direct(search, outfmt);
        const merged = await rig.merged(search, await rig.archives(search), outfmt);
        expect(comparable(Number(outfmt), merged)).toEqual(comparable(Number(outfmt), direct));
      }
    },
  );

  it.each(['6', '17', '17 SR'])('no hit in any chunk: -outfmt "%s" is empty', async (outfmt) => {
    const queries = ['x', 'y', ''].map((defline) => ({ defline, sequence: 'ACGT'.repeat(9) }));
    const search = { ...searches.blastn, queries, chunks: [2, 1] };
    expect((await rig.direct(search, outfmt)).length).toBe(0);
    expect((await rig.merged(search, await rig.archives(search), outfmt)).length).toBe(0);
  });

  it.each(['0', '5', '6', '7', '15', '16'])('queries that are masked away: -outfmt %s', async (outfmt) => {
    const queries = ['XXXXXXXXXXXXXXXXXXXXXX', 'MKV', 'A'.repeat(60)].map((sequence) => ({
      defline: 'q',
      sequence,
    }));
    const search = { ...searches.blastp, options: { seg: 'yes' }, queries, chunks: [1, 1, 1] };
    const direct = (await rig.direct(search, outfmt)).toString();
    const merged = await rig.merged(search, await rig.archives(search), outfmt);
    const lostWarning = /Query_\d q: +Query_\d q: Could not calculate[^"<]*/g;
    const statistics = /(?<=(?:hsp|eff)[-_](?:len|space)(?:>|": ))\d+/g;
    const known = (report: string) =>
      comparable(Number(outfmt), Buffer.from(report.replaceAll(statistics, '0')));
    expect(known(merged.toString())).toEqual(known(direct.replaceAll(lostWarning, 'No hits found')));
  });

  it.each([
    ['blastn', { dust: 'yes' }],
    ['blastx', { seg: 'yes' }],
    ['blastp', { seg: 'yes' }],
  ] as const)('%s shows masked residues in the right queries', async (program, filter) => {
    const search = { ...searches[program], options: { ...searches[program].options, ...filter } };
    const archives = await rig.archives(search);
    for (const outfmt of [0, 5, 6, 15, 16]) {
      const direct = await rig.direct(search, String(outfmt));
      const merged = await rig.merged(search, archives, String(outfmt));
      expect(comparable(outfmt, merged)).toEqual(comparable(outfmt, direct));
    }
  });
});

describe('what the search was asked for', () => {
  it.each(['0', '5', '6', '7', '15'])(
    'ids from deflines keep a user’s own Query_N: -outfmt %s',
    async (outfmt) => {
      const deflines = ['Query_2 mine', 'lcl|foo', 'Query_1', 'sp|P12345|FOO_BAR text'];
      const queries = deflines.map((defline, index) => ({
        ...(searches.blastp.queries[index] as Query),
        defline,
      }));
      const search = {
        ...searches.blastp,
        options: { evalue: '0.001', parse_deflines: '' },
        queries,
        chunks: [1, 3],
      };
      const direct = await rig.direct(search, outfmt);
      const merged = await rig.merged(search, await rig.archives(search), outfmt);
      expect(comparable(Number(outfmt), merged)).toEqual(comparable(Number(outfmt), direct));
    },
  );

  it.each(['0', '5', '6', '7'])(
    'max_target_seqs holds, also above the formatter’s own limits: -outfmt %s',
    async (outfmt) => {
      const sequence = searches.blastp.queries[0]?.sequence ?? '';
      const variant = (index: number) =>
        sequence.slice(0, index % 60) + 'A' + sequence.slice((index % 60) + 1);
      const records = Array.from({ length: 400 }, (_, index) => `>s${String(index)}\n${variant(index)}\n`);
      await rig.makeDatabase('relatives', 'prot', records.join(''));
      const queries = searches.blastp.queries.slice(0, 2);
      for (const limit of ['5', '300', '600']) {
        const options = { max_target_seqs: limit, evalue: '0.001' };
        const search = { ...searches.blastp, database: 'relatives', options, queries, chunks: [1, 1] };
        const direct = await rig.direct(search, outfmt);
        const merged = await rig.merged(search, await rig.archives(search), outfmt);
        expect(comparable(Number(outfmt), merged)).toEqual(comparable(Number(outfmt), direct));
      }
    },
  );
});

describe('formatter options', () => {
  it.each([
    ['0', { num_descriptions: '3', num_alignments: '2' }],
    ['0', { line_length: '100' }],
    ['0', { sorthits: '3', sorthsps: '4' }],
    ['0', { show_gis: '' }],
    ['0', { max_target_seqs: '5' }],
    ['5', { max_target_seqs: '5' }],
    ['6', { max_target_seqs: '5' }],
    ['17', { max_target_seqs: '5' }],
    ['0', { parse_deflines: '' }],
    ['6', { parse_deflines: '' }],
    ['7', { parse_deflines: '' }],
    ['17', { parse_deflines: '' }],
  ] as const)(
    '-outfmt %s %j equals the formatter on one archive of the whole query',
    async (outfmt, options) => {
      const search = outfmt === '17' ? searches.blastn : searches.blastp;
      const one = { ...search, chunks: [search.queries.length] };
      const merged = await rig.merged(search, await rig.archives(search), outfmt, options);
      const whole = await rig.merged(one, await rig.archives(one), outfmt, options);
      expect(comparable(Number(outfmt), merged)).toEqual(comparable(Number(outfmt), whole));
    },
  );
});

it('the organism report (outfmt 18) equals that of one process, with the names of the taxa', async () => {
  const proteins = await readFile(new URL('proteins/database.fasta', fixtures), 'utf8');
  const plain = proteins.replaceAll(/^>(\S+)/gm, (_, id: string) => `>${id.replaceAll('|', '_')}`);
  const ids = [...plain.matchAll(/^>(\S+)/gm)].map(
    ([, id], index) => `${String(id)} ${index % 2 ? '562' : '9606'}`,
  );
  await writeTaxa(rig.folder, ids);
  await rig.makeDatabase('organisms', 'prot', plain, ['-parse_seqids', '-taxid_map', 'taxa.txt']);
  const search = { ...searches.blastp, database: 'organisms' };
  const direct = await rig.direct(search, '18');
  expect(await rig.merged(search, await rig.archives(search), '18')).toEqual(direct);
  expect(direct.toString()).toContain('Homo sapiens (human) [primates]');
});

describe('tblastx, cut at the batches of the reader', () => {
  it.each(['0', '5', '6', '15', '16'])(
    '-outfmt %s: all but the parameters of ungapped search',
    async (outfmt) => {
      const ungapped = /.*(?:Statistics_|[<"])(?:kappa|lambda|entropy)[>"].*\n/g;
      const search: Search = {
        ...searches.blastn,
        program: 'tblastx',
        options: { evalue: '1e-10' },
        batchSize: 1,
        queries: searches.blastn.queries.slice(0, 4),
        chunks: [1, 3],
      };
      const direct = (await rig.direct(search, outfmt)).toString();
      const merged = (await rig.merged(search, await rig.archives(search), outfmt)).toString();
      const known = (report: string) =>
        comparable(
          Number(outfmt),
          Buffer.from(report.replaceAll(ungapped, '').replaceAll(/(eff_space": \d+),/g, '$1')),
        );
      expect(known(merged)).toEqual(known(direct));
    },
  );
});

describe('deflines that are not ASCII', () => {
  const deflines = ['na\u00efve \u65e5\u672c', 'plain'];

  it('lose each byte to # in tabular output, and nothing else', async () => {
    const queries = deflines.map((defline, index) => ({
      ...(searches.blastp.queries[index] as Query),
      defline,
    }));
    const search = { ...searches.blastp, queries, chunks: [1, 1] };
    const direct = await rig.direct(search, '6');
    const merged = await rig.merged(search, await rig.archives(search), '6');
    expect(merged.toString('latin1')).toBe(direct.toString('latin1').replaceAll(/[\x80-\xff]/g, '#'));
    expect(merged.equals(direct)).toBe(false);
  });
});
