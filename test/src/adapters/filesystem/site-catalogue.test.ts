import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlastDatabaseCatalogue } from '../../../../src/adapters/filesystem/blast-database-catalogue.ts';
import { joinCatalogues } from '../../../../src/adapters/filesystem/joined-catalogue.ts';
import { createSiteCatalogue } from '../../../../src/adapters/filesystem/site-catalogue.ts';
import { useTemporaryFolders } from '../process/temporary-folder.ts';
import { writeVolume } from './volume-files.ts';

const temporaryFolder = useTemporaryFolders();

async function setUp() {
  const directory = await temporaryFolder('sites');
  const catalogue = createSiteCatalogue({ directory });
  const folderOf = async (site: string, build: string, target: string) => {
    const folder = join(directory, site, build, target, 'blast');
    await mkdir(folder, { recursive: true });
    return folder;
  };
  const shown = async () =>
    (await catalogue.targets()).map(
      ({ site, build, target, databases }) =>
        `${site} ${String(build)} ${target}: ${databases.map(({ name }) => name).join(' ')}`,
    );
  return { directory, catalogue, folderOf, shown };
}

it('the databases of a site are those of its newest build, by number and not by name', async () => {
  const { folderOf, shown } = await setUp();
  for (const build of ['build-9', 'build-10', 'build-2'])
    await writeVolume(await folderOf('PlasmoDB', build, 'Pf3D7'), `Proteins${build.slice(6)}`);
  expect(await shown()).toEqual(['PlasmoDB 10 Pf3D7: Proteins10']);
  await writeVolume(await folderOf('PlasmoDB', 'build-11', 'Pf3D7'), 'Proteins11');
  expect(await shown()).toEqual(['PlasmoDB 11 Pf3D7: Proteins11']);
});

it('single databases, those of several volumes and aliases of others are each shown once', async () => {
  const { folderOf, shown } = await setUp();
  const folder = await folderOf('PlasmoDB', 'build-1', 'Pf3D7');
  for (const name of ['Single', 'Large.00', 'Large.01']) await writeVolume(folder, name);
  await writeFile(join(folder, 'Large.pal'), 'TITLE Large\nDBLIST Large.00 Large.01\n');
  await writeFile(join(folder, 'Both.pal'), 'TITLE Both\nDBLIST Single Large\n');
  await writeVolume(folder, 'Genome', { type: 0 });
  expect(await shown()).toEqual(['PlasmoDB 1 Pf3D7: Both Genome Large Single']);
});

it('what is no site, build, target or database is passed over', async () => {
  const { directory, folderOf, shown } = await setUp();
  await writeVolume(await folderOf('ToxoDB', 'build-1', 'Tg'), 'Proteins');
  await mkdir(join(directory, 'ToxoDB', 'build-1', 'empty', 'blast'), { recursive: true });
  await mkdir(join(directory, 'ToxoDB', 'build-1', 'unbuilt'), { recursive: true });
  await mkdir(join(directory, 'ToxoDB', 'archive'), { recursive: true });
  await writeFile(join(directory, 'ToxoDB', 'build-7'), 'no folder');
  await mkdir(join(directory, 'NoBuilds'));
  await writeFile(join(directory, 'README'), 'about');
  await writeVolume(await folderOf('with blank', 'build-1', 'Tg'), 'Proteins');
  expect(await shown()).toEqual(['ToxoDB 1 Tg: Proteins']);
});

it('a build that is a link counts, and a folder that is not there is empty', async () => {
  const { directory, folderOf, shown } = await setUp();
  await writeVolume(await folderOf('store', 'build-1', 'Tg'), 'Proteins');
  await mkdir(join(directory, 'ToxoDB'));
  await symlink(join(directory, 'store', 'build-1'), join(directory, 'ToxoDB', 'build-1'));
  expect(await shown()).toEqual(['ToxoDB 1 Tg: Proteins', 'store 1 Tg: Proteins']);
  await rm(directory, { recursive: true });
  expect(await shown()).toEqual([]);
});

it('a database of any build that is there is found by its path, with the fingerprint of its copies', async () => {
  const { catalogue, folderOf } = await setUp();
  await writeVolume(await folderOf('ToxoDB', 'build-1', 'Tg'), 'Proteins');
  await writeVolume(await folderOf('ToxoDB', 'build-2', 'Tg'), 'Proteins');
  const [old, current] = await Promise.all(
    [1, 2].map((build) => catalogue.get(`ToxoDB/build-${String(build)}/Tg/blast/Proteins`)),
  );
  expect(old).toMatchObject({ name: 'ToxoDB/build-1/Tg/blast/Proteins', moleculeType: 'protein' });
  expect(old?.fingerprint).toBe(current?.fingerprint);
  for (const name of [
    'ToxoDB/build-3/Tg/blast/Proteins',
    'ToxoDB/build-1/Tg/blast/Other',
    '../Tg',
    'Proteins',
  ])
    expect(await catalogue.get(name)).toBeUndefined();
  expect(await catalogue.findTaxids('ToxoDB/build-1/Tg/blast/Proteins', [9606])).toEqual([]);
});

it('a database is found by site, target and file in the newest build only', async () => {
  const { catalogue, folderOf } = await setUp();
  await writeVolume(await folderOf('ToxoDB', 'build-1', 'Tg'), 'Old');
  await writeVolume(await folderOf('ToxoDB', 'build-2', 'Tg'), 'Proteins');
  const find = (site: string, target: string, file: string) => catalogue.find({ site, target, file });
  expect(await find('ToxoDB', 'Tg', 'Proteins')).toMatchObject({ name: 'ToxoDB/build-2/Tg/blast/Proteins' });
  for (const [site, target, file] of [
    ['ToxoDB', 'Tg', 'Old'],
    ['ToxoDB', 'Pf', 'Proteins'],
    ['PlasmoDB', 'Tg', 'Proteins'],
    ['..', 'Tg', 'Proteins'],
    ['ToxoDB', '../Tg', 'Proteins'],
    ['ToxoDB', 'Tg', '../blast/Proteins'],
  ] as const)
    expect(await find(site, target, file)).toBeUndefined();
});

it('names with and without a path are looked for where they belong, and only the folder is listed', async () => {
  const { catalogue: sites, folderOf } = await setUp();
  await writeVolume(await folderOf('ToxoDB', 'build-1', 'Tg'), 'Proteins');
  const directory = await temporaryFolder('databases');
  await writeVolume(directory, 'Own');
  const joined = joinCatalogues(createBlastDatabaseCatalogue({ directory }), sites);
  expect((await joined.list()).map(({ name }) => name)).toEqual(['Own']);
  expect(await joined.get('Own')).toMatchObject({ name: 'Own' });
  expect(await joined.get('ToxoDB/build-1/Tg/blast/Proteins')).toMatchObject({ moleculeType: 'protein' });
  expect(await joined.get('Proteins')).toBeUndefined();
});
