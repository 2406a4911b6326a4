import { readFile } from 'node:fs/promises';
import type { CanonicalOptions } from '../../src/search/options.ts';
import type { Program } from '../../src/search/program.ts';
import { makeProfileDatabase } from '../support/profile-databases.ts';
import { comparable } from './report-compare.ts';
import { readQueries, ReportRig, type Query, type Search } from './report-rig.ts';

const fixture = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

let rig: ReportRig;
let queries: Readonly<Record<'protein' | 'nucleotide', readonly Query[]>>;

beforeAll(async () => {
  rig = await ReportRig.create();
  const relatives = 'proteins';
  await rig.makeDatabase(relatives, 'prot', await fixture('proteins/database.fasta'));
  const proteins = await fixture('proteins/query.fasta');
  const sources = proteins.split(/^(?=>)/m).slice(0, 3);
  const common = { folder: rig.folder, relatives, sources } as const;
  await makeProfileDatabase({ ...common, name: 'profiles', kind: 'rps' });
  await makeProfileDatabase({ ...common, name: 'cdd_delta', kind: 'delta' });
  const nohit = { defline: '', sequence: 'WWHHWWHHGG' };
  const protein = readQueries(proteins).slice(0, 3);
  queries = {
    protein: [...protein.slice(0, 1), nohit, ...protein.slice(1)],
    nucleotide: [...readQueries(await fixture('nucleotides/query.fasta')).slice(0, 3), nohit].map(
      ({ defline, sequence }) => ({ defline, sequence: sequence.slice(0, 900) }),
    ),
  };
});

afterAll(async () => {
  await rig.remove();
});

const weak = { evalue: '10' };
const searches: readonly (readonly [Program, string, CanonicalOptions])[] = [
  ['psiblast', 'proteins', {}],
  ['psiblast', 'proteins', { num_iterations: '3' }],
  ['deltablast', 'proteins', {}],
  ['deltablast', 'proteins', { num_iterations: '3' }],
  ['rpsblast', 'profiles', weak],
  ['rpstblastn', 'profiles', weak],
];
const formats = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '12', '13', '14', '15', '16'];
const formatsOfOneRound = ['0', '1', '2', '4', '5', '7', '9', '10', '12', '14', '15', '16'];

describe.each(searches)('%s against %s, %j, in chunks equals one process', (program, database, options) => {
  it.each('num_iterations' in options ? formats : formatsOfOneRound)('-outfmt %s', async (outfmt) => {
    const search = searchOf(program, database, options);
    const direct = await rig.direct(search, outfmt);
    const merged = await rig.merged(search, await rig.archives(search), outfmt);
    expect(known(Number(outfmt), merged)).toEqual(known(Number(outfmt), direct));
    expect(direct.length).toBeGreaterThan(500);
  });
});

describe.each(searches)('the archive (outfmt 11) of %s against %s, %j', (program, database, options) => {
  it('gives a stock blast_formatter the hits of one process, and names each query once', async () => {
    const search = searchOf(program, database, options);
    const archive = await rig.merged(search, await rig.archives(search), '11');
    expect(rowsOf(await rig.format(archive, '6'))).toEqual(rowsOf(await rig.direct(search, '6')));
    const named = /(?<=seq \{\n +id \{\n +local str ")Query_\d+/g;
    const names = archive.toString('latin1').match(named);
    expect(new Set(names)).toEqual(new Set(search.queries.map((_, index) => `Query_${String(index + 1)}`)));
  });
});

/** Rows without what the formatter says between rounds. */
function rowsOf(report: Buffer): string[] {
  const lines = report.toString('latin1').replaceAll(betweenRounds, '').split('\n');
  return lines.filter((line) => line.includes('\t'));
}

it.each(['6', '7', '10'])(
  'psiblast counts hits beyond max_target_seqs and does not print them: -outfmt %s',
  async (outfmt) => {
    const search = searchOf('psiblast', 'proteins', { evalue: '1000', max_target_seqs: '2' });
    const merged = await rig.merged(search, await rig.archives(search), outfmt);
    expect(known(Number(outfmt), merged)).toEqual(known(Number(outfmt), await rig.direct(search, outfmt)));
  },
);

function searchOf(program: Program, database: string, options: CanonicalOptions): Search {
  const molecule = program === 'rpstblastn' ? 'nucleotide' : 'protein';
  const chunks = 'num_iterations' in options ? [1, 1, 1, 1] : [3, 1];
  // A batch of the reader is a query, so that chunks of any size begin where one begins.
  return { program, database, options, batchSize: 1, queries: queries[molecule], chunks };
}

/** Lost where profiles are searched or made, see `reportDifferences`. */
const statistics = ['kappa', 'lambda', 'entropy'].flatMap((name) => [name, `Statistics_${name}`]);
const messages = ['message', 'Iteration_message'];
/** Said between rounds, and of the hits of a round. */
const betweenRounds =
  /^(Search has CONVERGED!|Sequences (used in model and found again|not found previously.*):|)\n/gm;

function known(outfmt: number, report: Buffer): unknown {
  const text = report.toString('latin1');
  const rounds = outfmt <= 10 ? text.replaceAll(betweenRounds, '') : text;
  if (outfmt > 4) return comparable(outfmt, Buffer.from(rounds, 'latin1'), [...statistics, ...messages]);
  // A column of E-values is as wide as those listed under one heading, of which a direct run has two in a round.
  const lines = comparable(outfmt, Buffer.from(rounds.replaceAll(/ +$/gm, ' '), 'latin1')) as string[];
  // The second heading comes after all the hits of the first.
  return /^Results from round [^1]/m.test(text) ? lines.sort() : lines;
}
