import { PlatformError } from '../errors/index.ts';
import { organismReport, parseOutfmt, showsTaxonNames } from '../report/index.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { Platform } from './platform.ts';
import type { WantedReport } from './submit-report.ts';

/**
 * A report that shows names of taxa, checked against what the databases and the server have; it then says which names
 * are meant, so that others make another report.
 * @throws PlatformError `INVALID_OPTION`, and `UNSUITABLE_DATABASE` for an organism report that could say nothing
 */
export async function fitReport(
  { catalogue }: Pick<Platform, 'catalogue'>,
  wanted: WantedReport,
  databases: readonly Pick<SearchedDatabase, 'name'>[],
): Promise<WantedReport> {
  const parsed = parseOutfmt(wanted.outfmt);
  if (!showsTaxonNames(parsed)) return wanted;
  const taxonNames = await catalogue.taxonNames();
  if (parsed.outfmt === organismReport) {
    for (const { name } of databases) {
      // One that is gone is named when the report is made.
      if (((await catalogue.get(name))?.taxonomy ?? 'present') === 'present') continue;
      const message = `The database ${name} does not say which taxa its sequences are of; build it with taxids (makeblastdb -taxid_map).`;
      throw unsuitable(message);
    }
    if (taxonNames === undefined) {
      const message =
        "An organism report needs the names of taxa: taxdb.btd and taxdb.bti (NCBI's taxdb.tar.gz) are missing in the " +
        'database folder of this server.';
      throw unsuitable(message);
    }
  }
  return taxonNames === undefined ? wanted : { ...wanted, taxonNames };
}

function unsuitable(message: string): PlatformError {
  return new PlatformError('UNSUITABLE_DATABASE', message, { location: { field: 'outfmt' } });
}
