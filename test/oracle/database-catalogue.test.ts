import { cp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../src/adapters/filesystem/blast-database-catalogue.ts';
import { aliasOfVolume } from '../../src/database/database-files.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { blastTool, makeDatabase, randomFasta } from './blast-fixtures.ts';

const temporaryFolder = useTemporaryFolders();
let folder = '';

/** Every kind of database the catalogue knows, made by BLAST+'s own tools. */
beforeAll(async () => {
  folder = await temporaryFolder('databases');
  const proteins = randomFasta({ moleculeType: 'protein', count: 40, length: 90, seed: 11 });
  const genes = randomFasta({ moleculeType: 'nucleotide', count: 25, length: 403, seed: 12 });
  // Above one million residues: the smallest volume that -max_file_sz allows.
  const many = randomFasta({ moleculeType: 'protein', count: 3_000, length: 800, seed: 13 });
  const longer = randomFasta({ moleculeType: 'nucleotide', count: 900, length: 9_001, seed: 14 });
  for (const formatVersion of [4, 5] as const) {
    const common = { folder, formatVersion } as const;
    await makeDatabase({
      ...common,
      name: `p${formatVersion}`,
      moleculeType: 'protein',
      fasta: proteins,
      title: 'Proteins é',
    });
    await makeDatabase({ ...common, name: `n${formatVersion}`, moleculeType: 'nucleotide', fasta: genes });
    await makeDatabase({
      ...common,
      name: `ids${formatVersion}`,
      moleculeType: 'nucleotide',
      fasta: genes,
      extraArgs: ['-parse_seqids'],
    });
    const volumes = { ...common, extraArgs: ['-max_file_sz', '1MB'] };
    await makeDatabase({
      ...volumes,
      name: `pv${formatVersion}`,
      moleculeType: 'protein',
      fasta: many,
      title: 'Volumes',
    });
    await makeDatabase({ ...volumes, name: `nv${formatVersion}`, moleculeType: 'nucleotide', fasta: longer });
    await writeFile(
      join(folder, `loose${formatVersion}.pal`),
      `DBLIST "p${formatVersion}" pv${formatVersion} p${formatVersion}\n`,
    );
  }
  await makeDatabase({ folder, name: 'dotted.name', moleculeType: 'protein', fasta: proteins });
  const alias = (args: string[]) => blastTool(folder, 'blastdb_aliastool', args);
  await alias(['-dblist', 'p5 pv5', '-dbtype', 'prot', '-out', 'joined', '-title', 'Joined']);
  await alias(['-dblist', 'n4 ids4', '-dbtype', 'nucl', '-out', 'joined4', '-title', 'Joined four']);
  await writeFile(join(folder, 'some.txt'), 's1\ns3\ns5\n');
  await alias(['-seqid_file_in', 'some.txt', '-seqid_file_out', 'some.bsl']);
  await alias([
    '-db',
    'ids5',
    '-seqidlist',
    'some.bsl',
    '-dbtype',
    'nucl',
    '-out',
    'subset',
    '-title',
    'Three',
  ]);
  await writeFile(join(folder, 'nested.pal'), 'DBLIST joined p5\n');
  await writeFile(join(folder, 'twice.pal'), 'DBLIST p5 pv5 dotted.name "pv5" p5 joined\n');
});

interface Listed {
  readonly name: string;
  readonly moleculeType: string;
  readonly title: string;
  readonly buildDate: string;
  readonly letterCount: number;
  readonly sequenceCount: number;
  readonly formatVersion: number;
}

async function listedByBlast(): Promise<Listed[]> {
  const columns = '%f\t%p\t%t\t%d\t%l\t%n\t%v';
  const text = await blastTool(folder, 'blastdbcmd', ['-list', folder, '-list_outfmt', columns]);
  return text.split('\n').map((line) => {
    const [path = '', type = '', title = '', buildDate = '', letters, sequences, version] = line.split('\t');
    return {
      name: path.slice(folder.length + 1),
      moleculeType: type.toLowerCase(),
      title,
      buildDate,
      letterCount: Number(letters),
      sequenceCount: Number(sequences),
      formatVersion: Number(version),
    };
  });
}

it('lists the databases that blastdbcmd lists, with the same facts; volumes as part of their alias', async () => {
  const catalogue = createBlastDatabaseCatalogue({ directory: folder });
  const databases = await catalogue.list();
  expect(await catalogue.problems()).toEqual([]);
  const listed = await listedByBlast();
  const aliases = new Set(databases.map(({ name }) => name));
  const expected = listed.filter(({ name }) => !aliases.has(aliasOfVolume(name) ?? ''));
  expect(expected.length).toBe(18);
  expect(listed.length).toBeGreaterThan(expected.length + 8);
  const facts = databases.map(
    ({ name, moleculeType, title, buildDate, letterCount, sequenceCount, formatVersion }) => ({
      ...{ name, moleculeType, title, buildDate, letterCount, sequenceCount, formatVersion },
    }),
  );
  expect(facts).toEqual(expected.sort((one, other) => (one.name < other.name ? -1 : 1)));
});

it('names the volumes that blastdbcmd -info names', async () => {
  const catalogue = createBlastDatabaseCatalogue({ directory: folder });
  for (const [name, moleculeType] of [
    ['p4', 'prot'],
    ['n5', 'nucl'],
    ['pv4', 'prot'],
    ['pv5', 'prot'],
    ['nv4', 'nucl'],
    ['nv5', 'nucl'],
    ['subset', 'nucl'],
  ] as const) {
    const info = await blastTool(folder, 'blastdbcmd', ['-db', name, '-dbtype', moleculeType, '-info']);
    const volumes = [...info.matchAll(/^\t\/.*\/([^/\n]+)$/gm)].map((match) => match[1]);
    expect({ name, volumes: (await catalogue.get(name))?.volumes }).toEqual({ name, volumes });
    expect(volumes.length).toBeGreaterThan(name.includes('v') ? 1 : 0);
  }
});

it('weighs a single volume as blastdbcmd does', async () => {
  const catalogue = createBlastDatabaseCatalogue({ directory: folder });
  for (const name of ['p4', 'p5', 'n4', 'n5', 'ids4', 'ids5']) {
    const files = (await readdir(folder)).filter(
      (file) => file.startsWith(`${name}.`) && !/\.(?:input|.js)$/.test(file),
    );
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
    expect((await catalogue.get(name))?.sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  }
});

it('gives every database a fingerprint of its own, and a copy the same', async () => {
  const databases = await createBlastDatabaseCatalogue({ directory: folder }).list();
  expect(new Set(databases.map(({ fingerprint }) => fingerprint)).size).toBe(databases.length);
  const copy = await temporaryFolder('copy');
  await cp(folder, copy, { recursive: true });
  expect(await createBlastDatabaseCatalogue({ directory: copy }).list()).toEqual(databases);
});

it('sees that one residue was corrected and the database built again within the same minute', async () => {
  const here = await temporaryFolder('rebuilt');
  const catalogue = createBlastDatabaseCatalogue({ directory: here });
  const build = async (residue: string) => {
    const fasta = `>a\nMKVLAAGGTTT${residue}WWPLKAAGH\n>b\nMKLVAAWWHHKLMNPQRSTV\n`;
    await makeDatabase({ folder: here, name: 'db', moleculeType: 'protein', fasta });
    return await catalogue.get('db');
  };
  const builds = [await build('L'), await build('I'), await build('L')];
  const facts = builds.map((database) => [
    database?.sizeBytes,
    database?.sequenceCount,
    database?.letterCount,
  ]);
  expect(facts[1]).toEqual(facts[0]);
  expect(builds[1]?.fingerprint).not.toBe(builds[0]?.fingerprint);
});

it.each([
  ['a member is gone', 'joined', 'p5.pin'],
  ['a volume is gone', 'pv5', 'pv5.01.pin'],
  ['a sequence file is gone', 'n4', 'n4.nsq'],
])('leaves out what BLAST+ cannot open: %s', async (_, name, file) => {
  const copy = await temporaryFolder('broken');
  await cp(folder, copy, { recursive: true });
  await rm(join(copy, file));
  await expect(
    blastTool(copy, 'blastdbcmd', ['-db', join(copy, name), '-entry', 'all', '-outfmt', '%s', '-out', 'x']),
  ).rejects.toBeDefined();
  const catalogue = createBlastDatabaseCatalogue({ directory: copy });
  expect(await catalogue.get(name)).toBeUndefined();
  expect((await catalogue.problems()).map((problem) => problem.name)).toContain(name);
  expect(await catalogue.get('dotted.name')).toBeDefined();
});
