import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDatabaseName } from '../../database/database-name.ts';
import type { Database } from '../../database/database.ts';
import { buildNumber, parseSiteDatabaseName, siteDatabaseName } from '../../database/site-database.ts';
import { hasErrno } from '../../errors/error-code.ts';
import type { DatabaseCatalogue } from '../../ports/database-catalogue.ts';
import type { SiteCatalogue, SiteTarget } from '../../ports/site-catalogue.ts';
import { createBlastDatabaseCatalogue } from './blast-database-catalogue.ts';

/** Sites, and their databases by the names of `siteDatabaseName`, in any build that is there. */
export type FilesystemSiteCatalogue = SiteCatalogue & Pick<DatabaseCatalogue, 'get' | 'findTaxids'>;

/**
 * The folder of all sites, `SITE/build-N/TARGET/blast/DATABASE.*`. Each call looks anew, so a new build is seen at once;
 * what was read of a database is kept until its files change. A folder that is not there is empty.
 */
export function createSiteCatalogue(options: { readonly directory: string }): FilesystemSiteCatalogue {
  const directory = resolve(options.directory);
  const folders = new Map<string, DatabaseCatalogue>();
  const catalogueOf = (...below: readonly string[]): DatabaseCatalogue => {
    const folder = join(directory, ...below, 'blast');
    const found = folders.get(folder) ?? createBlastDatabaseCatalogue({ directory: folder });
    folders.set(folder, found);
    return found;
  };
  const find = (
    name: string,
  ): { readonly catalogue: DatabaseCatalogue; readonly file: string } | undefined => {
    const place = parseSiteDatabaseName(name);
    if (place === undefined) return undefined;
    const { site, build, target, file } = place;
    return { catalogue: catalogueOf(site, `build-${String(build)}`, target), file };
  };
  const newestBuildOf = async (site: string): Promise<number | undefined> =>
    newest(await foldersIn(join(directory, site)));
  const get = async (name: string): Promise<Database | undefined> => {
    const found = find(name);
    const database = await found?.catalogue.get(found.file);
    return database && { ...database, name };
  };
  return {
    get,
    async targets() {
      const found: SiteTarget[] = [];
      for (const site of await foldersIn(directory)) {
        const build = await newestBuildOf(site);
        if (build === undefined) continue;
        const buildFolder = `build-${String(build)}`;
        for (const target of await foldersIn(join(directory, site, buildFolder))) {
          const databases = await catalogueOf(site, buildFolder, target).list();
          if (databases.length > 0) found.push({ site, build, target, databases });
        }
      }
      return found;
    },
    async find({ site, target, file }) {
      const build = isDatabaseName(site) ? await newestBuildOf(site) : undefined;
      return build === undefined ? undefined : await get(siteDatabaseName({ site, build, target, file }));
    },
    async findTaxids(name, taxids) {
      const found = find(name);
      return (await found?.catalogue.findTaxids(found.file, taxids)) ?? [];
    },
  };
}

function newest(folders: readonly string[]): number | undefined {
  const builds = folders.flatMap((name) => buildNumber(name) ?? []);
  return builds.length === 0 ? undefined : Math.max(...builds);
}

/** Folders that can be named in a path of ours, sorted; a link to a folder is one: sites switch builds by links. */
async function foldersIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  });
  const usable = names.filter(isDatabaseName).sort();
  const kinds = await Promise.all(usable.map((name) => isFolder(join(directory, name))));
  return usable.filter((_, index) => kinds[index]);
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
