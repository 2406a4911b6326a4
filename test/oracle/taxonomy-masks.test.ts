import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../src/database/database.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { Program } from '../../src/search/program.ts';
import { findDatabases } from '../../src/usecases/find-databases.ts';
import { fitOptions } from '../../src/usecases/fit-options.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { blastTool } from './blast-fixtures.ts';
import { copyWithout, fillWithTaxaAndMasks, queries, taxonomyRig } from './taxonomy-rig.ts';

type Options = Readonly<Record<string, string>>;
type Row = readonly [databases: string, options: Options, program?: Program];

const temporaryFolder = useTemporaryFolders();
let folder = '';
let rig: ReturnType<typeof taxonomyRig>;

beforeAll(async () => {
  folder = await temporaryFolder('taxa');
  await fillWithTaxaAndMasks(folder);
  rig = taxonomyRig(folder);
});

/** Enough rows for every filter to show; fewer where there are millions of residues. */
const wide = (databases: string): Options => ({
  evalue: databases.includes('volumes') ? '30' : '100',
  max_target_seqs: '20',
  max_hsps: '1',
});
const queryOf = (program: Program): string => queries[program === 'blastn' ? 'nucleotide' : 'protein'];

/** What `submitSearch` does with databases and options. */
async function fitted(names: string, options: Options, program: Program): Promise<[Database[], Options]> {
  const databases = await findDatabases(rig, program, names.split(' '));
  return [databases, await fitOptions(rig, options, databases)];
}

const described = ['taxa4', 'taxa5', 'plain5', 'numbered5', 'more', 'clash', 'clashing', 'volumes'];
const joined = ['halfmasked', 'partly', 'human', 'genes4', 'genes5'];

async function masksOf(name: string) {
  const info = await blastTool(folder, 'blastdbcmd', ['-db', name, '-info']);
  const [, table = ''] = /Algorithm options *\n([^]*?)\n\n/.exec(info) ?? [];
  const told = table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [Number(line.slice(0, 13)), line.slice(13, 53).trim(), line.slice(53).trim()]);
  const ours = (await rig.catalogue.get(name))?.masks ?? [];
  return { told, ours: ours.map((mask) => [mask.id, mask.name, mask.options]) };
}

it.each([...described, ...joined])('lists the masks of %s that blastdbcmd lists', async (name) => {
  const { told, ours } = await masksOf(name);
  expect(ours).toEqual(told);
  expect(told.length > 0).toBe(name !== 'plain5');
});

it.each([
  ['joined', [100]],
  ['clashes', [101]],
  ['numbers', [40]],
])('lists of the masks of %s, which BLAST+ mixes up, only %j', async (name, ids) => {
  const { told, ours } = await masksOf(name);
  expect(ours.map(([id]) => id)).toEqual(ids);
  expect(told.length).toBeGreaterThan(ids.length);
  expect(told).toEqual(expect.arrayContaining(ours));
});

it.each(['taxa5', 'more', 'joined', 'halfmasked', 'human', 'volumes', 'plain5'])(
  'knows the taxa of %s that blastp finds there',
  async (name) => {
    const wanted = [1, 562, 9605, 9606, 10116, 100_003, 100_701, 101_399, 2_147_483_647];
    const known = await rig.catalogue.findTaxids(name, wanted);
    const found: number[] = [];
    for (const taxid of wanted) {
      const run = await rig.direct('blastp', name, { taxids: String(taxid) }, queries.protein);
      if (run.exitCode === 0) found.push(taxid);
      else expect(run.stderr).toContain('Taxonomy ID(s) not found');
    }
    expect(known).toEqual(found);
    expect((await rig.catalogue.get(name))?.taxonomy).toBe(name === 'plain5' ? 'empty' : 'present');
  },
);

const accepted: readonly Row[] = [
  ['taxa5', { taxids: '9606' }],
  ['taxa5', { taxids: '562,9606' }],
  ['taxa5', { taxids: '7,9606' }],
  ['taxa5', { negative_taxids: '9606' }],
  ['taxa5', { negative_taxids: '7,562,9606' }],
  ['taxa5', { taxids: '10090', db_soft_mask: 'mine' }],
  ['genes5', { negative_taxids: '562' }, 'blastn'],
  ['joined', { taxids: '10116' }],
  ['joined', { negative_taxids: '10116' }],
  ['human', { taxids: '10090' }],
  ['human', { negative_taxids: '9606' }],
  ['halfmasked', { taxids: '9606' }],
  ['volumes', { taxids: '562' }],
  ['volumes', { negative_taxids: '562,10090' }],
  ['taxa5 more', { taxids: '10116' }],
  ['more taxa5', { taxids: '9606,10116' }],
  ['taxa5 plain5', { taxids: '9606' }],
  ['taxa5 more', { negative_taxids: '9606' }],
  ...['taxa4', 'taxa5', 'volumes', 'partly', 'halfmasked', 'clashes'].flatMap((name): Row[] => [
    [name, { db_soft_mask: 'mine' }],
    [name, { db_hard_mask: 'mine' }],
  ]),
  ['taxa5', { db_soft_mask: '100' }],
  ['taxa5', { db_hard_mask: '0101' }],
  ['numbered4', { db_hard_mask: '40' }],
  ['numbered5', { db_soft_mask: '40' }],
  ['genes4', { db_hard_mask: '40' }, 'blastn'],
  ['genes5', { db_soft_mask: '40' }, 'blastn'],
  ['genes5', { db_hard_mask: '40' }, 'tblastn'],
  ['taxa5 more', { db_soft_mask: 'seg' }],
  ['volumes taxa5', { db_hard_mask: '101' }],
];

it.each(accepted.map(([databases, options, program = 'blastp']) => ({ program, databases, options })))(
  'gives the rows of a direct run: $program $databases $options',
  async ({ program, databases: names, options }) => {
    const [databases, fit] = await fitted(names, { ...wide(names), ...options }, program);
    const task = {
      program,
      databases: databases.map(({ name, fingerprint }) => ({ name, fingerprint })),
      signal: new AbortController().signal,
    };
    const scratch = await temporaryFolder('scratch');
    const archive = await rig.engine.searchChunk({
      ...task,
      task: program,
      options: fit,
      batchSizeResidues: 100_000,
      fasta: bytesOf(queryOf(program)),
      scratchDirectory: await mkdtemp(join(scratch, 'search-')),
    });
    const report = await rig.engine.formatArchive({
      ...task,
      outfmt: rig.columns,
      extraArgs: [],
      archivePath: archive.path,
      scratchDirectory: await mkdtemp(join(scratch, 'format-')),
    });
    const direct = await rig.direct(program, names, { ...wide(names), ...options }, queryOf(program));
    expect(direct.exitCode).toBe(0);
    expect((await readFile(report.path, 'utf8')).trimEnd()).toBe(direct.rows);
    // The proteins are random and have no stretch that seg would mask.
    if (/seg|100/.test(JSON.stringify(options))) return;
    const unrestricted = await rig.direct(program, names, wide(names), queryOf(program));
    expect(direct.rows).not.toBe(unrestricted.rows);
  },
);

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

/** What the tool does: answers as if the mask had not been asked for, or reads memory that is not there. */
type Outcome = 'fails' | 'nonsense' | 'fails or not';

/** With what we say. */
const refused: readonly (readonly [...Row, message: RegExp, tool: Outcome])[] = [
  ['taxa4', { taxids: '9606' }, 'blastp', /taxa4 is of format 4, which has no index of taxa/, 'fails'],
  ['plain4', { negative_taxids: '9606' }, 'blastp', /format 4/, 'fails'],
  ['plain5', { taxids: '9606' }, 'blastp', /no sequence of plain5 has a taxon/, 'fails'],
  ['plain5', { negative_taxids: '9606' }, 'blastp', /no sequence of plain5/, 'fails'],
  ['taxa5', { taxids: '2' }, 'blastp', /names no taxon of taxa5.* species/, 'fails'],
  ['taxa5', { negative_taxids: '2,7' }, 'blastp', /names no taxon/, 'fails'],
  ['taxa5 more', { taxids: '2' }, 'blastp', /names no taxon of taxa5 more/, 'fails'],
  ['human', { taxids: '10116' }, 'blastp', /names no taxon/, 'fails'],
  ['taxa5 taxa4', {}, 'blastp', /taxa5 \(format 5\) and taxa4 \(format 4\) cannot be searched/, 'fails'],
  ['plain5', { db_soft_mask: '21' }, 'blastp', /plain5 carries no masks/, 'fails'],
  ['plain5', { db_soft_mask: 'seg' }, 'blastp', /plain5 carries no masks/, 'nonsense'],
  [
    'taxa5',
    { db_hard_mask: '21' },
    'blastp',
    /no masking algorithm "21".* 100 \(seg\), 101 \(mine\)/,
    'fails',
  ],
  ['taxa5', { db_hard_mask: '0' }, 'blastp', /no masking algorithm "0"/, 'fails'],
  ['taxa5', { db_hard_mask: 'dust' }, 'blastp', /no masking algorithm "dust"/, 'nonsense'],
  ['taxa5', { db_soft_mask: 'SEG' }, 'blastp', /no masking algorithm "SEG"/, 'nonsense'],
  ['genes5', { db_soft_mask: '21' }, 'blastn', /no masking algorithm "21".* 11 \(dust\), 40/, 'fails'],
  ['taxa5 plain5', { db_soft_mask: '101' }, 'blastp', /plain5 carries no masks/, 'fails'],
  ['taxa5 more', { db_hard_mask: 'mine' }, 'blastp', /more has no masking algorithm "mine"/, 'fails'],
  [
    'joined',
    { db_hard_mask: 'mine' },
    'blastp',
    /joined has no masking algorithm "mine". It has 100/,
    'fails',
  ],
  ['taxa5 clash', { db_hard_mask: '100' }, 'blastp', /mean different algorithms by "100"/, 'fails or not'],
];

it.each(
  refused.map(([databases, options, program = 'blastp', message, tool]) => ({
    program,
    databases,
    options,
    message,
    tool,
  })),
)(
  'is refused before anything starts, and $tool with the tool: $program $databases $options',
  async ({ program, databases, options, message, tool }) => {
    const refusal = await fitted(databases, { ...wide(databases), ...options }, program).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(PlatformError);
    expect(refusal).toMatchObject({ code: 'UNSUITABLE_DATABASE', message: expect.stringMatching(message) });
    const direct = await rig.direct(program, databases, { ...wide(databases), ...options }, queryOf(program));
    if (tool !== 'nonsense') {
      if (tool === 'fails') expect(direct.exitCode).not.toBe(0);
      return;
    }
    expect(direct.exitCode).toBe(0);
    const unmasked = await rig.direct(program, databases, wide(databases), queryOf(program));
    expect(direct.rows).toBe(unmasked.rows);
  },
);

it('the name and the number of an algorithm are one search, also where BLAST+ knows the number only', async () => {
  const masks = async (name: string, mask: string) =>
    (await fitted(name, { db_soft_mask: mask }, 'blastp'))[1]['db_soft_mask'];
  expect(await masks('taxa5', 'mine')).toBe('101');
  expect(await masks('taxa5', '0101')).toBe('101');
  expect(await masks('numbered5', 'repeat')).toBe('40');
  const direct = await rig.direct('blastp', 'numbered5', { db_soft_mask: 'repeat' }, queries.protein);
  expect(direct.stderr).toContain('Subject mask not found');
});

it.each([
  ['tf', 'taxids'],
  ['to', 'taxids'],
  ['ot', 'negative_taxids'],
])('a database without its .p%s takes no %s', async (part, option) => {
  const broken = await temporaryFolder('broken');
  await copyWithout(folder, broken, 'taxa5', `p${part}`);
  const { catalogue, direct } = taxonomyRig(broken);
  const databases = await findDatabases({ catalogue }, 'blastp', ['taxa5']);
  expect(databases).toMatchObject([{ taxonomy: 'absent' }]);
  await expect(fitOptions({ catalogue }, { [option]: '9606' }, databases)).rejects.toMatchObject({
    code: 'UNSUITABLE_DATABASE',
    message: expect.stringMatching(/taxa5 lacks its index of taxa/),
  });
  expect((await direct('blastp', 'taxa5', { [option]: '9606' }, queries.protein)).exitCode).not.toBe(0);
  expect((await direct('blastp', 'taxa5', {}, queries.protein)).exitCode).toBe(0);
});

it('a database of format 5 without its look-up file is left out, as BLAST+ cannot open it', async () => {
  const broken = await temporaryFolder('broken');
  await copyWithout(folder, broken, 'taxa5', 'pdb');
  const { catalogue, direct } = taxonomyRig(broken);
  expect(await catalogue.list()).toEqual([]);
  expect(await catalogue.problems()).toMatchObject([
    { reason: expect.stringMatching(/taxa5\.pdb is missing/) },
  ]);
  expect((await direct('blastp', 'taxa5', {}, queries.protein)).exitCode).not.toBe(0);
});
