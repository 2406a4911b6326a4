import type { DatabaseCatalogue } from '../../ports/database-catalogue.ts';
import type { FilesystemSiteCatalogue } from './site-catalogue.ts';

/**
 * The databases of the folder and of the sites, by name: those of sites are paths. Only the folder's are listed and have
 * names of taxa beside them: what a site offers is shown by its targets.
 */
export function joinCatalogues(
  folder: DatabaseCatalogue,
  sites: Pick<FilesystemSiteCatalogue, 'get' | 'findTaxids'>,
): DatabaseCatalogue {
  const holderOf = (name: string): Pick<DatabaseCatalogue, 'get' | 'findTaxids'> =>
    name.includes('/') ? sites : folder;
  return {
    list: () => folder.list(),
    taxonNames: () => folder.taxonNames(),
    get: (name) => holderOf(name).get(name),
    findTaxids: (name, taxids) => holderOf(name).findTaxids(name, taxids),
  };
}
