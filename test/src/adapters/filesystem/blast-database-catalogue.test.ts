import { chmod, cp, mkdir, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../../../src/adapters/filesystem/blast-database-catalogue.ts';
import { indexBytes } from '../../database/index-bytes.ts';
import { useTemporaryFolders } from '../process/temporary-folder.ts';
import { writeVolume } from './volume-files.ts';

const temporaryFolder = useTemporaryFolders();

async function setUp() {
  const directory = await temporaryFolder('catalogue');
  const catalogue = createBlastDatabaseCatalogue({ directory });
  return { directory, catalogue, names: async () => (await catalogue.list()).map(({ name }) => name) };
}

describe('what is in the folder', () => {
  it('is listed by name, in order, without asking BLAST+', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'b', { title: 'Bees' });
    await writeVolume(directory, 'a', { type: 0, formatVersion: 4, title: 'Ants' });
    expect(await catalogue.list()).toMatchObject([
      { name: 'a', title: 'Ants', moleculeType: 'nucleotide', formatVersion: 4 },
      { name: 'b', title: 'Bees', moleculeType: 'protein', formatVersion: 5 },
    ]);
    expect(await catalogue.get('b')).toEqual((await catalogue.list())[1]);
    expect(await catalogue.problems()).toEqual([]);
  });

  it('is nothing while the folder is not there', async () => {
    const directory = join(await temporaryFolder('catalogue'), 'later');
    const catalogue = createBlastDatabaseCatalogue({ directory });
    expect(await catalogue.list()).toEqual([]);
    expect(await catalogue.get('a')).toBeUndefined();
    await mkdir(directory);
    await writeVolume(directory, 'a');
    expect(await catalogue.get('a')).toMatchObject({ name: 'a' });
  });

  it.each(['none', '../a', 'sub/a', '/etc/passwd', '', 'a b', '__proto__'])(
    'has no database %j',
    async (name) => {
      const { directory, catalogue } = await setUp();
      await mkdir(join(directory, 'sub'));
      await writeVolume(join(directory, 'sub'), 'a');
      await writeVolume(join(directory, '..'), 'durablast-test-neighbour');
      try {
        expect(await catalogue.get(name)).toBeUndefined();
      } finally {
        for (const end of ['phr', 'pin', 'psq'])
          await rm(join(directory, '..', `durablast-test-neighbour.${end}`));
      }
    },
  );

  it('shows the volumes of an alias as part of it, and a volume without alias by itself', async () => {
    const { directory, names, catalogue } = await setUp();
    for (const name of ['v.00', 'v.01', 'w.00']) await writeVolume(directory, name);
    await writeFile(join(directory, 'v.pal'), 'TITLE V\nDBLIST v.00 v.01\n');
    expect(await names()).toEqual(['v', 'w.00']);
    expect(await catalogue.get('v')).toMatchObject({ volumes: ['v.00', 'v.01'], sequenceCount: 4 });
    expect(await catalogue.get('v.00')).toBeUndefined();
  });

  it('follows an alias of the same name as its volume, and one into another folder', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'a');
    await writeFile(join(directory, 'a.pal'), 'TITLE Other title\nDBLIST a\n');
    await mkdir(join(directory, 'sub'));
    await writeVolume(join(directory, 'sub'), 'deep');
    await writeFile(join(directory, 'outer.pal'), 'DBLIST sub/deep\n');
    expect(await catalogue.get('a')).toMatchObject({ title: 'Other title', volumes: ['a'] });
    expect(await catalogue.get('outer')).toMatchObject({ volumes: ['deep'] });
  });
});

describe('a database that cannot be used', () => {
  type Fault = (directory: string) => Promise<unknown>;
  const faults: [string, string, Fault][] = [
    ['the index file is cut short', 'a', (folder) => truncate(join(folder, 'a.pin'), 90)],
    ['the index file is cut short', 'a', (folder) => truncate(join(folder, 'a.pin'), 20)],
    ['the index has format', 'a', (folder) => writeFile(join(folder, 'a.pin'), 'This is no index at all.')],
    ['a file of a is missing, cut short or of another build', 'a', (folder) => rm(join(folder, 'a.psq'))],
    [
      'a file of a is missing, cut short or of another build',
      'a',
      (folder) => truncate(join(folder, 'a.psq'), 32),
    ],
    [
      'a file of a is missing, cut short or of another build',
      'a',
      (folder) => truncate(join(folder, 'a.phr'), 0),
    ],
    [
      'of the other molecule type',
      'a',
      (folder) => writeFile(join(folder, 'a.pin'), indexBytes({ type: 0 })),
    ],
    ['names gone, which is not there', 'al', (folder) => writeFile(join(folder, 'al.pal'), 'DBLIST a gone')],
    ['names no database', 'al', (folder) => writeFile(join(folder, 'al.pal'), 'TITLE t')],
    ['the file ids is missing', 'al', (folder) => writeFile(join(folder, 'al.pal'), 'DBLIST a\nGILIST ids')],
    [
      'in a circle',
      'al',
      async (folder) => {
        await writeFile(join(folder, 'al.pal'), 'DBLIST al2');
        await writeFile(join(folder, 'al2.pal'), 'DBLIST al');
      },
    ],
    [
      'formats 4 and 5',
      'al',
      async (folder) => {
        await writeVolume(folder, 'old', { formatVersion: 4 });
        await writeFile(join(folder, 'al.pal'), 'DBLIST a old');
      },
    ],
    [
      'A protein and a nucleotide database have this name',
      'a',
      (folder) => writeVolume(folder, 'a', { type: 0 }),
    ],
    ['Its name must be', 'a b', (folder) => writeVolume(folder, 'a b')],
  ];

  it.each(faults)('is left out with the reason "%s": %s', async (reason, name, fault) => {
    const { directory, catalogue, names } = await setUp();
    await writeVolume(directory, 'a');
    await writeVolume(directory, 'sound');
    await fault(directory);
    expect(await names()).not.toContain(name);
    expect(await names()).toContain('sound');
    expect(await catalogue.get(name)).toBeUndefined();
    const problem = (await catalogue.problems()).find((candidate) => candidate.name === name);
    expect(problem?.reason).toContain(reason);
    expect(problem?.reason).not.toContain(directory);
  });
});

describe('a change', () => {
  const fingerprintOf = async (catalogue: {
    get(name: string): Promise<{ fingerprint: string } | undefined>;
  }) => (await catalogue.get('a'))?.fingerprint;

  it('of one residue is seen, although size, date and index stay as they were', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'a', {}, 'A');
    const before = await fingerprintOf(catalogue);
    await writeVolume(directory, 'a', {}, 'C');
    const after = await fingerprintOf(catalogue);
    expect(after).not.toBe(before);
    await writeVolume(directory, 'a', {}, 'A');
    expect(await fingerprintOf(catalogue)).toBe(before);
  });

  it('is seen even when the file keeps its times, as rsync and cp -p make it', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'a');
    const path = join(directory, 'a.psq');
    const old = new Date('2020-01-01');
    await utimes(path, old, old);
    const before = await fingerprintOf(catalogue);
    await writeFile(`${path}.new`, 'C'.repeat(33));
    await utimes(`${path}.new`, old, old);
    await rename(`${path}.new`, path);
    expect((await stat(path)).mtime).toEqual(old);
    expect(await fingerprintOf(catalogue)).not.toBe(before);
  });

  it('of the list of an alias is seen', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'v');
    await writeFile(join(directory, 'ids'), 'one');
    await writeFile(join(directory, 'a.pal'), 'DBLIST v\nSEQIDLIST ids');
    const before = await fingerprintOf(catalogue);
    await writeFile(join(directory, 'ids'), 'two');
    expect(await fingerprintOf(catalogue)).not.toBe(before);
  });

  it('that adds or removes a database is seen at once', async () => {
    const { directory, names } = await setUp();
    expect(await names()).toEqual([]);
    await writeVolume(directory, 'a');
    expect(await names()).toEqual(['a']);
    await writeVolume(directory, 'b');
    expect(await names()).toEqual(['a', 'b']);
    await rm(join(directory, 'a.pin'));
    expect(await names()).toEqual(['b']);
  });

  it('of folder, owner or times is none: a copy has the same fingerprint', async () => {
    const { directory, catalogue } = await setUp();
    await writeVolume(directory, 'a');
    await writeFile(join(directory, 'al.pal'), 'TITLE x\nDBLIST a\n');
    const copy = await temporaryFolder('copy');
    await cp(directory, copy, { recursive: true });
    await chmod(join(copy, 'a.psq'), 0o600);
    expect(await createBlastDatabaseCatalogue({ directory: copy }).list()).toEqual(await catalogue.list());
  });

  it('never shows parts of two builds while a database is replaced over and over', async () => {
    const { directory, catalogue } = await setUp();
    const builds = [await temporaryFolder('build'), await temporaryFolder('build')] as const;
    const whole = new Set<string | undefined>([undefined]);
    for (const [index, folder] of builds.entries()) {
      await writeVolume(folder, 'a', { title: `Build ${index}` }, 'AC'[index]);
      whole.add(await fingerprintOf(createBlastDatabaseCatalogue({ directory: folder })));
    }
    const work = { isDone: false };
    const replace = (async () => {
      for (let round = 0; round < 60; round += 1) {
        const from = builds[round % 2] ?? builds[0];
        await rm(join(directory, 'a.pin'), { force: true });
        for (const end of ['phr', 'psq', 'pin']) {
          await cp(join(from, `a.${end}`), join(directory, `new.${end}`));
          await rename(join(directory, `new.${end}`), join(directory, `a.${end}`));
        }
      }
      work.isDone = true;
    })();
    const seen = new Set<string | undefined>();
    while (!work.isDone) seen.add(await fingerprintOf(catalogue));
    await replace;
    expect([...seen].filter((fingerprint) => !whole.has(fingerprint))).toEqual([]);
    expect(seen.size).toBeGreaterThan(1);
  });
});
