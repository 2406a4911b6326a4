import { readFile } from 'node:fs/promises';
import { readQueries, ReportRig, type Query, type Search } from './report-rig.ts';

/** The statistics of each query of one batch, beside those of the tool when it searches the query alone. */
const fixtures = new URL('../fixtures/', import.meta.url);
let rig: ReportRig;
let proteins: Query[];
let nucleotides: Query[];

beforeAll(async () => {
  rig = await ReportRig.create();
  const read = async (name: string) => await readFile(new URL(name, fixtures), 'utf8');
  await rig.makeDatabase('proteins', 'prot', await read('proteins/database.fasta'));
  await rig.makeDatabase('nucleotides', 'nucl', await read('nucleotides/database.fasta'));
  proteins = ofThreeLengths(readQueries(await read('proteins/query.fasta')));
  nucleotides = ofThreeLengths(readQueries(await read('nucleotides/query.fasta')));
});

afterAll(async () => {
  await rig.remove();
});

/** Long first, so that the batch's own statistics fit none of the others. */
function ofThreeLengths(queries: readonly Query[]): Query[] {
  const lengths = [900, 301, 62];
  return lengths.map((length, index) => {
    const { defline, sequence } = queries[index * 2] as Query;
    return { defline, sequence: sequence.repeat(9).slice(0, length) };
  });
}

const matrices = [
  ['BLOSUM45', '14', '2'],
  ['BLOSUM50', '13', '2'],
  ['BLOSUM62', '6', '2'],
  ['BLOSUM80', '10', '1'],
  ['BLOSUM90', '9', '2'],
  ['PAM30', '9', '1'],
  ['PAM70', '10', '1'],
  ['PAM250', '15', '3'],
] as const;
const perMatrix = matrices.map(
  ([matrix, gapopen, gapextend]) => ['blastp', { matrix, gapopen, gapextend }] as const,
);

it.each<readonly [Search['program'], Search['options']]>([
  ['blastp', {}],
  ...perMatrix,
  ['blastp', { dbsize: '50000000' }],
  ['blastp', { searchsp: '5000000' }],
  ['blastp', { query_loc: '11-200' }],
  ['blastp', { comp_based_stats: '0' }],
  ['blastx', { seg: 'no' }],
  ['blastx', { seg: 'no', matrix: 'PAM70', gapopen: '10', gapextend: '1', strand: 'minus' }],
  ['tblastn', {}],
  ['tblastn', { dbsize: '1000000', matrix: 'BLOSUM80', gapopen: '10', gapextend: '1' }],
  ['blastn', {}],
  ['blastn', { task: 'blastn' }],
  ['blastn', { task: 'dc-megablast' }],
  ['blastn', { task: 'blastn', reward: '1', penalty: '-3', gapopen: '2', gapextend: '1' }],
  ['blastn', { task: 'blastn', reward: '2', penalty: '-4', gapopen: '4', gapextend: '2' }],
  ['blastn', { task: 'megablast', reward: '1', penalty: '-4' }],
])('%s %j', async (program, options) => {
  const isProtein = program === 'blastp' || program === 'tblastn';
  const database = program.startsWith('blast') && program !== 'blastn' ? 'proteins' : 'nucleotides';
  const queries = isProtein ? proteins : nucleotides;
  const search: Search = { program, database, options, batchSize: 1_000_000, queries, chunks: [3] };
  const archives = await rig.archives(search);
  const alone: string[] = [];
  for (const query of queries)
    alone.push(...statistics(await rig.direct({ ...search, queries: [query] }, '15')));
  expect(new Set(alone).size).toBeGreaterThan(1);
  for (const outfmt of Object.keys(options).length === 0 ? ['5', '13', '14', '15', '16'] : ['15'])
    expect([outfmt, ...statistics(await rig.merged(search, archives, outfmt))]).toEqual([outfmt, ...alone]);
});

function statistics(report: Buffer): string[] {
  const found = report.toString().matchAll(/hsp[-_]len(?:>|": )(\d+)[^\d]+eff[-_]space(?:>|": )(\d+)/g);
  return [...found].map(([, length, space]) => `${String(length)} ${String(space)}`);
}
