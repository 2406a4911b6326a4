import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../../errors/index.ts';
import type { DatabaseCatalogue } from '../../ports/database-catalogue.ts';
import type { SearchedDatabase } from '../../ports/search-engine.ts';

/** NCBI's names of taxa, which BLAST+ looks for where its databases are. */
const files = ['taxdb.btd', 'taxdb.bti'];

/**
 * Checks that an organism report (outfmt 18) can say anything: without taxa in the database, or names for them, the
 * formatter prints its headings only and calls it a success.
 * @throws PlatformError `UNSUITABLE_DATABASE`
 */
export async function requireTaxonomy(
  catalogue: Pick<DatabaseCatalogue, 'get'>,
  databaseDirectory: string,
  databases: readonly SearchedDatabase[],
): Promise<void> {
  for (const { name } of databases) {
    if ((await catalogue.get(name))?.taxonomy === 'present') continue;
    throw unsuitable(
      `The database ${name} does not say which taxa its sequences are of; build it with taxids (makeblastdb -taxid_map).`,
    );
  }
  for (const file of files) {
    const isThere = await access(join(databaseDirectory, file)).then(
      () => true,
      () => false,
    );
    if (!isThere) {
      throw unsuitable(
        `An organism report needs the names of taxa: ${files.join(' and ')} (NCBI's taxdb.tar.gz) are missing in the database folder of this server.`,
      );
    }
  }
}

function unsuitable(message: string): PlatformError {
  return new PlatformError('UNSUITABLE_DATABASE', message, { location: { field: 'outfmt' } });
}
