import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../src/adapters/filesystem/blast-database-catalogue.ts';
import { createCommandRunner } from '../../src/adapters/process/command-runner.ts';
import { createLocalSearchEngine } from '../../src/adapters/process/local-search-engine.ts';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import type { ChunkSearch, FormatArchive } from '../../src/ports/search-engine.ts';
import { findDatabases } from '../../src/usecases/find-databases.ts';
import { fitReport } from '../../src/usecases/fit-report.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { blastTool, makeDatabase, randomFasta } from './blast-fixtures.ts';
import { writeTaxa } from './taxon-names.ts';

const temporaryFolder = useTemporaryFolders();
const path = process.env['PATH'] ?? '';
const proteins = randomFasta({ moleculeType: 'protein', count: 60, length: 120, seed: 21 });
const genes = randomFasta({ moleculeType: 'nucleotide', count: 20, length: 400, seed: 22 });
const query = randomFasta({ moleculeType: 'protein', count: 5, length: 120, seed: 21, prefix: 'q' });
let databases = '';

beforeAll(async () => {
  databases = await temporaryFolder('databases');
  await makeDatabase({
    folder: databases,
    name: 'prot',
    moleculeType: 'protein',
    fasta: proteins,
    title: 'Proteins',
  });
  await makeDatabase({
    folder: databases,
    name: 'prot2',
    moleculeType: 'protein',
    fasta: proteins.replaceAll('>s', '>t'),
  });
  await makeDatabase({ folder: databases, name: 'nucl', moleculeType: 'nucleotide', fasta: genes });
});

async function setUp(databaseDirectory: string, home = '/') {
  const catalogue = createBlastDatabaseCatalogue({ directory: databaseDirectory });
  const engine = createLocalSearchEngine({
    runner: createCommandRunner({ path, home, temporaryDirectory: tmpdir() }),
    tools: createToolLocator({ path }),
    catalogue,
    databaseDirectories: [databaseDirectory],
  });
  const folder = await temporaryFolder('engine');
  const scratch = () => mkdtemp(join(folder, 'scratch-'));
  const named = async (names: readonly string[]) =>
    await Promise.all(
      names.map(async (name) => ({ name, fingerprint: (await catalogue.get(name))?.fingerprint ?? 'none' })),
    );
  const search = async (names: readonly string[], fasta: string, extra: Partial<ChunkSearch> = {}) =>
    await engine.searchChunk({
      program: 'blastp',
      task: 'blastp',
      options: {},
      databases: await named(names),
      batchSizeResidues: 10_000,
      fasta: bytesOf(fasta),
      scratchDirectory: await scratch(),
      signal: new AbortController().signal,
      ...extra,
    });
  const format = async (
    names: readonly string[],
    archivePath: string,
    outfmt: string,
    extra: Partial<FormatArchive> = {},
  ) =>
    await engine.formatArchive({
      program: 'blastp',
      databases: await named(names),
      outfmt,
      ...extra,
      extraArgs: [],
      archivePath,
      scratchDirectory: await scratch(),
      signal: new AbortController().signal,
    });
  return { engine, search, format, named, catalogue };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function direct(tool: string, names: readonly string[], args: readonly string[]): Promise<string> {
  await writeFile(join(databases, 'direct.fasta'), query);
  return await blastTool(databases, tool, ['-db', names.join(' '), '-query', 'direct.fasta', ...args]);
}

it('knows the version that the tool prints', async () => {
  const { engine } = await setUp(databases);
  expect(await blastTool(databases, 'blastp', ['-version'])).toContain(`blastp: ${await engine.version()}+`);
});

it.each([
  ['one database', ['prot']],
  ['two databases', ['prot', 'prot2']],
])('gives the rows of a direct run, and no folder in the archive: %s', async (_, names) => {
  const { search, format } = await setUp(databases);
  const { path: archive } = await search(names, query, { options: { evalue: '1' } });
  const text = await readFile(archive, 'utf8');
  expect(text).not.toContain(databases);
  expect(text).not.toContain(tmpdir());
  const { path: report, run } = await format(names, archive, '6 qseqid sseqid evalue bitscore stitle');
  const rows = await readFile(report, 'utf8');
  expect(rows.trimEnd()).toBe(
    await direct('blastp', names, ['-evalue', '1', '-outfmt', '6 qseqid sseqid evalue bitscore stitle']),
  );
  expect(rows.split('\n').length).toBeGreaterThan(5);
  expect(run.argv.join(' ')).not.toContain('/');
});

it('is not led astray by settings in the home folder', async () => {
  const home = await temporaryFolder('home');
  await writeFile(join(home, '.ncbirc'), '[BLAST]\nBLASTDB=/nowhere\nBATCH_SIZE=1\n');
  const [plain, led] = [await setUp(databases), await setUp(databases, home)];
  const [one, other] = [await plain.search(['prot'], query), await led.search(['prot'], query)];
  expect(await readFile(other.path, 'utf8')).toBe(await readFile(one.path, 'utf8'));
});

it('uses the reader batch it is told to', async () => {
  const { search } = await setUp(databases);
  const archives = async (batchSizeResidues: number) => {
    const { path: archive, run } = await search(['prot'], query, { batchSizeResidues });
    expect(run.environment).toEqual({ BATCH_SIZE: String(batchSizeResidues) });
    return (await readFile(archive, 'utf8')).split('Blast4-archive ::=').length - 1;
  };
  expect([await archives(100), await archives(10_000)]).toEqual([5, 1]);
});

it('keeps what BLAST+ warns of, of a search and of a report', async () => {
  const { search, format } = await setUp(databases);
  const { path: archive, stderr } = await search(['prot'], query, { options: { max_target_seqs: '1' } });
  expect(stderr).toBe('Warning: [blastp] Examining 5 or more matches is recommended\n');
  expect((await format(['prot'], archive, '6')).stderr).toContain('Examining 5 or more matches');
  expect((await search(['prot'], query)).stderr).toBe('');
});

it('lists the files of a format that makes several', async () => {
  const { search, format } = await setUp(databases);
  const { path: archive } = await search(['prot'], query);
  const { extraFiles } = await format(['prot'], archive, '14');
  expect(extraFiles).toEqual([1, 2, 3, 4, 5].map((n) => `report_${n}.xml`));
});

describe('what BLAST+ refuses', () => {
  it('is TOOL_REJECTED_INPUT with its own words: options (status 1)', async () => {
    const { search } = await setUp(databases);
    await expect(search(['prot'], query, { options: { matrix: 'FOO' } })).rejects.toMatchObject({
      code: 'TOOL_REJECTED_INPUT',
      details: { exitCode: 1 },
      message: expect.stringMatching(
        /^BLAST query\/options error: FOO is not a supported matrix, supported matrices are: BLOSUM80; /,
      ),
    });
  });

  it('is TOOL_DATABASE_ERROR: a database of the wrong kind (status 2)', async () => {
    const { search } = await setUp(databases);
    await expect(search(['nucl'], query)).rejects.toMatchObject({
      code: 'TOOL_DATABASE_ERROR',
      details: { exitCode: 2 },
      message: 'BLAST Database error: No alias or index file found for protein database [nucl]',
    });
  });

  it('is TOOL_REJECTED_INPUT: a query without residues (status 3)', async () => {
    const { search } = await setUp(databases);
    await expect(search(['prot'], '>empty\n')).rejects.toMatchObject({
      code: 'TOOL_REJECTED_INPUT',
      details: { exitCode: 3 },
      message: 'BLAST engine error: Warning: Sequence contains no data',
    });
  });

  it('is retryable: an archive that is damaged', async () => {
    const { search, format } = await setUp(databases);
    const { path: archive } = await search(['prot'], query);
    await truncate(archive, 2_000);
    await expect(format(['prot'], archive, '6')).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: 'BLAST query/options error: Invalid input format for BLAST Archive.',
    });
  });
});

it('refuses a report from another build, and gives it once the old build is back', async () => {
  const folder = await temporaryFolder('rebuilt');
  await cp(databases, folder, { recursive: true });
  const { engine, search, named } = await setUp(folder);
  const asked = await named(['prot']);
  const { path: archivePath } = await search(['prot'], query);
  const format = async () =>
    await engine.formatArchive({
      program: 'blastp',
      databases: asked,
      outfmt: '6',
      extraArgs: [],
      archivePath,
      scratchDirectory: await temporaryFolder('scratch'),
      signal: new AbortController().signal,
    });
  await makeDatabase({
    folder,
    name: 'prot',
    moleculeType: 'protein',
    fasta: proteins.replaceAll('>s', '>wrong'),
  });
  await expect(format()).rejects.toMatchObject({ code: 'DATABASE_CHANGED', rule: { httpStatus: 410 } });
  await cp(databases, folder, { recursive: true });
  expect(await readFile((await format()).path, 'utf8')).toContain('q0\ts0\t');
});

it('an organism report says which of taxa and their names is missing, and is made where both are there', async () => {
  const folder = await temporaryFolder('taxa');
  const extraArgs = ['-taxid', '9606'];
  await makeDatabase({ folder, name: 'human', moleculeType: 'protein', fasta: proteins, extraArgs });
  await makeDatabase({ folder, name: 'nameless', moleculeType: 'protein', fasta: proteins });
  const { search, format, catalogue } = await setUp(folder);
  const report = async (name: string) => {
    const databases = await findDatabases({ catalogue }, 'blastp', [name]);
    const { taxonNames = '' } = await fitReport({ catalogue }, { outfmt: '18', options: {} }, databases);
    return await format([name], (await search([name], query)).path, '18', { taxonNames });
  };
  await expect(report('nameless')).rejects.toMatchObject({
    code: 'UNSUITABLE_DATABASE',
    message: expect.stringContaining('nameless does not say which taxa') as string,
  });
  await expect(report('human')).rejects.toMatchObject({
    code: 'UNSUITABLE_DATABASE',
    message: expect.stringContaining('taxdb.btd and taxdb.bti') as string,
  });
  await writeTaxa(folder, []);
  expect(await readFile((await report('human')).path, 'utf8')).toContain('Homo sapiens (human) [primates]');
});

it('a report that shows names of taxa is made with those it was asked of only', async () => {
  const folder = await temporaryFolder('names');
  const extraArgs = ['-taxid', '9606'];
  await makeDatabase({ folder, name: 'human', moleculeType: 'protein', fasta: proteins, extraArgs });
  await writeTaxa(folder, []);
  const { search, format, catalogue } = await setUp(folder);
  const { path: archivePath } = await search(['human'], query);
  const taxonNames = (await catalogue.taxonNames()) ?? '';
  const report = async () => await format(['human'], archivePath, '6 qseqid ssciname', { taxonNames });
  expect(await readFile((await report()).path, 'utf8')).toContain('q0\tHomo sapiens');
  await rm(join(folder, 'taxdb.bti'));
  await expect(report()).rejects.toMatchObject({
    code: 'DATABASE_CHANGED',
    message: expect.stringContaining('names of taxa') as string,
  });
});

it('sequences with an index of their names and sequences without are refused together: BLAST+ cannot format them', async () => {
  const folder = await temporaryFolder('ids');
  const common = { folder, moleculeType: 'protein', fasta: proteins } as const;
  await makeDatabase({ ...common, name: 'plain' });
  await makeDatabase({ ...common, name: 'parsed', extraArgs: ['-parse_seqids'] });
  const { search, format, catalogue } = await setUp(folder);
  const names = ['parsed', 'plain'];
  const { path: archivePath } = await search(names, query);
  await expect(format(names, archivePath, '0')).rejects.toMatchObject({ code: 'TOOL_DATABASE_ERROR' });
  await expect(findDatabases({ catalogue }, 'blastp', names)).rejects.toMatchObject({
    code: 'UNSUITABLE_DATABASE',
    message: expect.stringContaining('parsed (built with -parse_seqids) and plain (built without)') as string,
  });
  for (const name of names) expect(await findDatabases({ catalogue }, 'blastp', [name])).toHaveLength(1);
});

it('asks nothing of NCBI when a database is missing: it fails at once', async () => {
  const empty = await temporaryFolder('empty');
  await mkdir(join(empty, 'sub'));
  const { search } = await setUp(databases);
  const { path: archivePath } = await search(['prot'], query);
  const engine = createLocalSearchEngine({
    runner: createCommandRunner({ path, home: '/', temporaryDirectory: tmpdir() }),
    tools: createToolLocator({ path }),
    catalogue: createBlastDatabaseCatalogue({ directory: databases }),
    databaseDirectories: [empty],
  });
  const { named } = await setUp(databases);
  const format = engine.formatArchive({
    program: 'blastp',
    databases: await named(['prot']),
    outfmt: '6',
    extraArgs: [],
    archivePath,
    scratchDirectory: join(empty, 'sub'),
    signal: AbortSignal.timeout(20_000),
  });
  await expect(format).rejects.toMatchObject({ details: { tool: 'blast_formatter' } });
});

it.each([
  ['with an index of names', true],
  ['without', false],
])(
  'a query named by an accession, deflines parsed, is refused in words of ours: a database %s',
  async (_, indexed) => {
    const folder = await temporaryFolder('accessions');
    await makeDatabase({
      ...{ folder, name: 'prot', moleculeType: 'protein', fasta: proteins },
      extraArgs: indexed ? ['-parse_seqids'] : [],
    });
    const { search, format } = await setUp(folder);
    const named = query.replaceAll(/^>q(\d)/gm, '>sp|P0101$1|OVAX$1_CHICK');
    const { path } = await search(['prot'], named, { options: { parse_deflines: '' } });
    await expect(format(['prot'], path, '7')).rejects.toMatchObject({
      code: 'TOOL_REJECTED_INPUT',
      message: expect.stringContaining(
        'Search without parse_deflines, or write the names as lcl|NAME.',
      ) as string,
    });
    const local = query.replaceAll(/^>q(\d)/gm, '>lcl|P0101$1');
    const { path: other } = await search(['prot'], local, { options: { parse_deflines: '' } });
    expect(await readFile((await format(['prot'], other, '7')).path, 'utf8')).toContain(' hits found');
  },
);
