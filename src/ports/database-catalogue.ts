import type { Database } from '../database/database.ts';

/** The databases that searches may name. Names are looked up here and never joined to a path. */
export interface DatabaseCatalogue {
  /** All usable databases, sorted by name. A database that appears on disk is found without a restart. */
  list(): Promise<readonly Database[]>;
  get(name: string): Promise<Database | undefined>;
  /** Those of the taxids that the database has sequences of (not of taxa below them); none when it is not there. */
  findTaxids(name: string, taxids: readonly number[]): Promise<readonly number[]>;
  /** Digest of the names of taxa that lie beside the databases (NCBI's taxdb); `undefined` when they are not there. */
  taxonNames(): Promise<string | undefined>;
}
