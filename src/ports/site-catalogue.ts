import type { Database } from '../database/database.ts';
import type { SitePlace } from '../database/site-database.ts';

/** The databases of sites that publish theirs in numbered builds. */
export interface SiteCatalogue {
  /** The targets of each site's newest build, by site and then by target. A target without a database is left out. */
  targets(): Promise<readonly SiteTarget[]>;
  /** A database of the site's newest build, under the name of `siteDatabaseName`; older builds do not count. */
  find(place: Omit<SitePlace, 'build'>): Promise<Database | undefined>;
}

/** What of a site can be searched under one name, for example an organism. */
export interface SiteTarget {
  readonly site: string;
  readonly build: number;
  readonly target: string;
  /** Sorted by name. Their names are those within the target. */
  readonly databases: readonly Database[];
}
