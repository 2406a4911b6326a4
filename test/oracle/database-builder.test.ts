import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../src/adapters/filesystem/blast-database-catalogue.ts';
import { createCommandRunner } from '../../src/adapters/process/command-runner.ts';
import { createDatabaseBuilder } from '../../src/adapters/process/database-builder.ts';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import type { DatabaseBuild } from '../../src/ports/database-builder.ts';
import { until, useTemporaryFolders, writeScript } from '../src/adapters/process/temporary-folder.ts';
import { blastTool, randomFasta } from './blast-fixtures.ts';

const temporaryFolder = useTemporaryFolders();
const path = process.env['PATH'] ?? '';

async function setUp(toolDirectory?: string) {
  const folder = await temporaryFolder('builder');
  const directory = join(folder, 'databases');
  const builder = createDatabaseBuilder({
    runner: createCommandRunner({ path, home: '/', temporaryDirectory: tmpdir() }),
    tools: createToolLocator({ path, ...(toolDirectory === undefined ? {} : { directory: toolDirectory }) }),
    directory,
  });
  const catalogue = createBlastDatabaseCatalogue({ directory });
  const build = async (fasta: string, extra: Partial<DatabaseBuild> = {}) => {
    const fastaPath = join(await mkdtemp(join(folder, 'with blank ')), 'in.fasta');
    await writeFile(fastaPath, fasta);
    return await builder.build({
      name: 'made',
      title: 'A title, "quoted" é',
      moleculeType: 'protein',
      fastaPath,
      scratchDirectory: await mkdtemp(join(folder, 'scratch-')),
      signal: new AbortController().signal,
      ...extra,
    });
  };
  return {
    directory,
    catalogue,
    build,
    files: async () => (await readdir(directory).catch(() => [])).sort(),
  };
}

const small = '>sp|P1|A one\nMKVLAAGGTTTWWPLKAAGH\n>sp|P1|A again\nMKVLAAGG\n';

it('makes a database that the catalogue shows and BLAST+ opens, and records exact arguments', async () => {
  const { build, catalogue, directory, files } = await setUp();
  const run = await build(small);
  expect(await catalogue.list()).toMatchObject([
    { name: 'made', title: 'A title, "quoted" é', sequenceCount: 2, letterCount: 28, formatVersion: 5 },
  ]);
  expect(await blastTool(directory, 'blastdbcmd', ['-db', 'made', '-entry', 'all', '-outfmt', '%t'])).toBe(
    'sp|P1|A one\nsp|P1|A again',
  );
  expect(run.tool).toBe('makeblastdb');
  expect(run.argv.join(' ')).toContain('-in input.fasta -input_type fasta -dbtype prot -out made');
  expect(run.argv.join(' ')).not.toContain('/');
  expect((await files()).every((file) => /^made\.p[a-z]{2}$/.test(file))).toBe(true);
});

it('makes volumes and the alias that joins them', async () => {
  const { build, catalogue } = await setUp();
  const fasta = randomFasta({ moleculeType: 'protein', count: 3_000, length: 800, seed: 31 });
  await build(fasta, { maxFileSize: '1MB' });
  const [made, ...rest] = await catalogue.list();
  expect(rest).toEqual([]);
  expect(made).toMatchObject({ name: 'made', sequenceCount: 3_000, letterCount: 2_400_000 });
  expect(made?.volumes.length).toBeGreaterThan(1);
});

it.each(['', '../x', 'a/b', 'a b', '-in', '.x', 'é', 'x'.repeat(65), 'nr.00'])(
  'refuses the name %j',
  async (name) => {
    const { build, files } = await setUp();
    await expect(build(small, { name })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      location: { field: 'name' },
    });
    expect(await files()).toEqual([]);
  },
);

it.each(['', '  ', 'two\nlines', 'x'.repeat(501)])('refuses the title %j', async (title) => {
  const { build } = await setUp();
  await expect(build(small, { title })).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    location: { field: 'title' },
  });
});

it.each([
  ['no sequences', '', 'BLAST options error: File input.fasta is empty'],
  [
    'no FASTA',
    'hello world\n',
    'BLAST options error: input.fasta does not match input format type, default input type is FASTA',
  ],
])('passes on what makeblastdb says of a file with %s, and installs nothing', async (_, fasta, message) => {
  const { build, files } = await setUp();
  await expect(build(fasta)).rejects.toMatchObject({ code: 'TOOL_REJECTED_INPUT', message });
  expect(await files()).toEqual([]);
});

it('keeps a database whose name is asked for again, unless it is to be replaced', async () => {
  const { build, catalogue, directory, files } = await setUp();
  const neighbours = ['made.png', 'made.fasta', 'made.other.pin', 'makes.pin'];
  const fasta = randomFasta({ moleculeType: 'protein', count: 3_000, length: 800, seed: 32 });
  await build(fasta, { maxFileSize: '1MB' });
  for (const name of neighbours) await writeFile(join(directory, name), 'mine');
  const before = await catalogue.get('made');
  await expect(build(small)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await catalogue.get('made')).toEqual(before);
  await build('>n\nACGTACGTACGT\n', { moleculeType: 'nucleotide', replace: true });
  expect(await catalogue.get('made')).toMatchObject({
    moleculeType: 'nucleotide',
    sequenceCount: 1,
    volumes: ['made'],
  });
  const left = (await files()).filter((file) => !/^made\.n[a-z]{2}$/.test(file));
  expect(left).toEqual([...neighbours].sort());
  for (const name of neighbours) expect(await readFile(join(directory, name), 'utf8')).toBe('mine');
});

it('gives one of several simultaneous builds of a name, whole', async () => {
  const { build, catalogue, files } = await setUp();
  const builds = await Promise.allSettled(
    [1, 2, 3].map((n) => build(`>s${n}\n${'MKVLAAGGTTT'.repeat(n)}\n`)),
  );
  expect(builds.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  const winner = builds.findIndex(({ status }) => status === 'fulfilled') + 1;
  expect(await catalogue.get('made')).toMatchObject({ letterCount: 11 * winner });
  expect((await files()).filter((file) => file.startsWith('.'))).toEqual([]);
});

it('installs nothing when it is cancelled, and rejects with the very reason', async () => {
  const tools = await temporaryFolder('tools');
  await writeScript(
    tools,
    'makeblastdb',
    '[ "$1" = -version ] && { echo "makeblastdb: 2.99.1+"; exit; }\necho > started; sleep 300',
  );
  const { build, files } = await setUp(tools);
  const scratchDirectory = await temporaryFolder('scratch');
  const abort = new AbortController();
  const outcome = build(small, { scratchDirectory, signal: abort.signal }).catch((error: unknown) => error);
  await until(() =>
    readFile(join(scratchDirectory, 'built/started')).then(
      () => true,
      () => false,
    ),
  );
  const reason = new Error('no longer wanted');
  abort.abort(reason);
  expect(await outcome).toBe(reason);
  expect(await files()).toEqual([]);
});

it('reports a success that left no database', async () => {
  const tools = await temporaryFolder('tools');
  await writeScript(tools, 'makeblastdb', '[ "$1" = -version ] && echo "makeblastdb: 2.99.1+"; exit 0');
  const { build } = await setUp(tools);
  await expect(build(small)).rejects.toMatchObject({ code: 'TOOL_OUTPUT_MISSING' });
});

it('installs from another file system', async () => {
  const memory = '/dev/shm';
  const scratchDirectory = await mkdtemp(join(memory, 'durablast-test-')).catch(() => undefined);
  if (scratchDirectory === undefined) return;
  try {
    const { build, catalogue } = await setUp();
    await build(small, { scratchDirectory });
    expect(await catalogue.get('made')).toMatchObject({ sequenceCount: 2 });
  } finally {
    await rm(scratchDirectory, { recursive: true, force: true });
  }
});

it('installs into a folder that is a link', async () => {
  const { build, catalogue, directory } = await setUp();
  await symlink(await temporaryFolder('real'), directory);
  await build(small);
  expect(await catalogue.get('made')).toBeDefined();
});
