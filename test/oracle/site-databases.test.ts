import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalTools } from '../../src/adapters/process/local-tools.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { blastTool, makeDatabase, randomFasta } from './blast-fixtures.ts';

const temporaryFolder = useTemporaryFolders();
const fasta = (prefix: string) =>
  randomFasta({ moleculeType: 'protein', count: 30, length: 120, seed: 21, prefix });

/** Two targets of one site whose databases have the same name, and a folder beside them. */
async function setUp() {
  const [databaseDirectory, sitesDirectory, scratchDirectory] = await Promise.all(
    ['databases', 'sites', 'scratch'].map(temporaryFolder),
  );
  await makeDatabase({
    folder: databaseDirectory ?? '',
    name: 'own',
    moleculeType: 'protein',
    fasta: fasta('o'),
  });
  for (const target of ['Pf', 'Pb']) {
    const folder = join(sitesDirectory ?? '', 'PlasmoDB', 'build-68', target, 'blast');
    await mkdir(folder, { recursive: true });
    await makeDatabase({ folder, name: 'Proteins', moleculeType: 'protein', fasta: fasta(target) });
  }
  const folders = { databaseDirectory, sitesDirectory, scratchDirectory } as Record<string, string>;
  const tools = createLocalTools({
    databaseDirectory: databaseDirectory ?? '',
    sitesDirectory: sitesDirectory ?? '',
    scratchDirectory: scratchDirectory ?? '',
    path: process.env['PATH'] ?? '',
    home: '/',
    minFreeBytes: 0,
    maxFileBytes: 1e9,
  });
  return { tools, folders };
}

it('databases of the same name in two targets are searched and reported together, by their paths', async () => {
  const { tools, folders } = await setUp();
  const names = ['PlasmoDB/build-68/Pf/blast/Proteins', 'PlasmoDB/build-68/Pb/blast/Proteins', 'own'];
  const databases = await Promise.all(
    names.map(async (name) => ({ name, fingerprint: (await tools.catalogue.get(name))?.fingerprint ?? '' })),
  );
  const scratch = await temporaryFolder('work');
  const common = { program: 'blastp', databases, signal: new AbortController().signal } as const;
  const { path: archivePath } = await tools.engine.searchChunk({
    ...common,
    ...{ task: 'blastp', options: {}, batchSizeResidues: 10_000, scratchDirectory: scratch },
    fasta: bytesOf(fasta('q').slice(0, 400)),
  });
  expect(await readFile(archivePath, 'utf8')).not.toContain(folders['sitesDirectory']);
  const { path } = await tools.engine.formatArchive({
    ...common,
    ...{
      archivePath,
      outfmt: '6 qseqid sseqid',
      extraArgs: [],
      scratchDirectory: await temporaryFolder('report'),
    },
  });
  const rows = (await readFile(path, 'utf8')).trim().split('\n');
  const whole = await blastTool(folders['sitesDirectory'] ?? '', 'blastdbcmd', [
    ...['-db', 'PlasmoDB/build-68/Pf/blast/Proteins', '-entry', 'all', '-outfmt', '%a'],
  ]);
  expect(whole.split('\n')).toHaveLength(30);
  expect(rows).toEqual(expect.arrayContaining(['q0\tPf0', 'q0\tPb0', 'q0\to0']));
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
