import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../src/adapters/filesystem/blast-database-catalogue.ts';
import { createCommandRunner } from '../../src/adapters/process/command-runner.ts';
import { createLocalSearchEngine } from '../../src/adapters/process/local-search-engine.ts';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import type { Program } from '../../src/search/program.ts';
import { makeProfileDatabase } from '../support/profile-databases.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { blastTool, makeDatabase } from './blast-fixtures.ts';

const temporaryFolder = useTemporaryFolders();
const path = process.env['PATH'] ?? '';
const locator = createToolLocator({ path });
const fixture = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
let folder = '';
let queries: Readonly<Record<'protein' | 'nucleotide', string>>;

beforeAll(async () => {
  folder = await temporaryFolder('profiles');
  const fasta = await fixture('proteins/database.fasta');
  await makeDatabase({ folder, name: 'proteins', moleculeType: 'protein', fasta });
  const protein = await fixture('proteins/query.fasta');
  const sources = protein.split(/^(?=>)/m).slice(0, 6);
  const common = { folder, relatives: 'proteins', sources } as const;
  await makeProfileDatabase({ ...common, name: 'profiles', kind: 'rps' });
  await makeProfileDatabase({ ...common, name: 'cdd_delta', kind: 'delta' });
  queries = { protein: sources.join(''), nucleotide: await fixture('nucleotides/query.fasta') };
});

function setUp(databaseDirectory: string) {
  const catalogue = createBlastDatabaseCatalogue({ directory: databaseDirectory });
  const runner = createCommandRunner({ path, home: '/', temporaryDirectory: tmpdir() });
  const engine = createLocalSearchEngine({
    runner,
    tools: locator,
    catalogue,
    databaseDirectories: [databaseDirectory],
  });
  const named = async (name: string) => {
    const fingerprint = (await catalogue.get(name))?.fingerprint ?? 'none';
    return { name, fingerprint };
  };
  return { catalogue, engine, named };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe('a database of profiles', () => {
  it('is told from sequences, and one with domains from one without', async () => {
    const kinds = (await setUp(folder).catalogue.list()).map(({ name, profiles }) => [name, profiles]);
    expect(kinds).toEqual([
      ['cdd_delta', 'delta'],
      ['profiles', 'rps'],
      ['proteins', undefined],
    ]);
  });

  it('shows through an alias only where every member has profiles', async () => {
    const copy = await temporaryFolder('aliases');
    await cp(folder, copy, { recursive: true });
    await writeFile(join(copy, 'joined.pal'), 'DBLIST profiles cdd_delta\n');
    await writeFile(join(copy, 'mixed.pal'), 'DBLIST profiles proteins\n');
    const { catalogue } = setUp(copy);
    expect((await catalogue.get('joined'))?.profiles).toBe('rps');
    expect((await catalogue.get('mixed'))?.profiles).toBeUndefined();
  });

  it.each(['rps', 'loo', 'aux', 'freq', 'wcounts', 'obsr'])(
    'has another fingerprint when a byte of its %s file changes',
    async (extension) => {
      const copy = await temporaryFolder('changed');
      await cp(folder, copy, { recursive: true });
      const file = join(copy, `cdd_delta.${extension}`);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(file, bytes);
      const [one, other] = [await setUp(folder).named('cdd_delta'), await setUp(copy).named('cdd_delta')];
      expect(other.fingerprint).not.toBe(one.fingerprint);
    },
  );
});

describe('the programs that work with profiles', () => {
  it.each([
    ['psiblast', 'proteins', 'protein', {}],
    ['psiblast', 'proteins', 'protein', { num_iterations: '2' }],
    ['deltablast', 'proteins', 'protein', {}],
    ['rpsblast', 'profiles', 'protein', {}],
    ['rpsblast', 'cdd_delta', 'protein', { comp_based_stats: '0' }],
    ['rpstblastn', 'profiles', 'nucleotide', { evalue: '50' }],
    ['blastp', 'profiles', 'protein', {}],
  ] as const)('%s against %s: the rows of a direct run, %s, %j', async (program, name, molecule, options) => {
    const { engine, named } = setUp(folder);
    const databases = [await named(name)];
    const signal = new AbortController().signal;
    const [searching, formatting] = [await temporaryFolder(), await temporaryFolder()];
    const { path: archivePath } = await engine.searchChunk({
      program,
      task: program,
      options,
      databases,
      ...(program === 'deltablast' ? { domainDatabase: await named('cdd_delta') } : {}),
      batchSizeResidues: 10_000,
      fasta: bytesOf(queries[molecule]),
      scratchDirectory: searching,
      signal,
    });
    const { path: report } = await engine.formatArchive({
      program,
      databases,
      outfmt: '6',
      extraArgs: [],
      archivePath,
      scratchDirectory: formatting,
      signal,
    });
    const rows = await readFile(report, 'utf8');
    expect(rows).toBe(await direct(program, name, molecule, options));
    expect(rows.split('\n').length).toBeGreaterThan(5);
  });

  it('deltablast publishes nothing when its domains are replaced', async () => {
    const { engine, named } = setUp(folder);
    const search = engine.searchChunk({
      program: 'deltablast',
      task: 'deltablast',
      options: {},
      databases: [await named('proteins')],
      domainDatabase: { name: 'cdd_delta', fingerprint: 'of an earlier build' },
      batchSizeResidues: 10_000,
      fasta: bytesOf(queries.protein),
      scratchDirectory: await temporaryFolder(),
      signal: new AbortController().signal,
    });
    await expect(search).rejects.toMatchObject({ code: 'DATABASE_CHANGED', details: { name: 'cdd_delta' } });
  });
});

/** The rows of one process; that rounds have come to an end is said between rows, and archives do not keep it. */
async function direct(
  program: Program,
  database: string,
  molecule: 'protein' | 'nucleotide',
  options: Readonly<Record<string, string>>,
): Promise<string> {
  const file = join(folder, `direct-${molecule}.fasta`);
  await writeFile(file, queries[molecule]);
  const { path: tool } = await locator.locate(program);
  const given = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  const args = ['-db', database, '-query', file, '-outfmt', '6', ...given];
  const rows = await blastTool(folder, tool, args);
  return `${rows}\n`.replaceAll('\nSearch has CONVERGED!\n', '').replace(/\n+$/, '\n');
}
