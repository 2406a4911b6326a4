import type { Database } from '../database/database.ts';
import { PlatformError } from '../errors/index.ts';
import { maskNumber } from '../search/mask-number.ts';
import type { CanonicalOptions } from '../search/options.ts';
import type { Platform } from './platform.ts';

/**
 * Options that need something of the databases, checked against what these carry; masks then stand there by number, so
 * that the name and the number of one algorithm are one search.
 * @throws PlatformError `UNSUITABLE_DATABASE`
 */
export async function fitOptions(
  deps: Pick<Platform, 'catalogue'>,
  options: CanonicalOptions,
  databases: readonly Database[],
): Promise<CanonicalOptions> {
  for (const option of ['taxids', 'negative_taxids']) {
    const taxids = options[option]?.split(',').map(Number);
    if (taxids !== undefined) await requireTaxa(deps, { option, taxids, databases });
  }
  const masks = ['db_soft_mask', 'db_hard_mask'].flatMap((option) => {
    const wanted = options[option];
    return wanted === undefined ? [] : [[option, String(maskNumber({ option, wanted, databases }))] as const];
  });
  return { ...options, ...Object.fromEntries(masks) };
}

/** BLAST+ fails when an index is missing or none of the taxids is in any of the databases; others it passes over. */
async function requireTaxa(
  { catalogue }: Pick<Platform, 'catalogue'>,
  request: {
    readonly option: string;
    readonly taxids: readonly number[];
    readonly databases: readonly Database[];
  },
): Promise<void> {
  const { option, taxids, databases } = request;
  const refuse = (message: string): never => {
    throw new PlatformError('UNSUITABLE_DATABASE', message, { location: { field: option } });
  };
  const without = databases.find(({ taxonomy }) => taxonomy === 'absent');
  if (without !== undefined) {
    const why =
      without.formatVersion === 4 ? 'is of format 4, which has no index of taxa' : 'lacks its index of taxa';
    return refuse(`Option "${option}" cannot be used: the database ${without.name} ${why}. Leave it out.`);
  }
  for (const { name } of databases) if ((await catalogue.findTaxids(name, taxids)).length > 0) return;
  const names = databases.map(({ name }) => name).join(' ');
  if (databases.every(({ taxonomy }) => taxonomy === 'empty')) {
    return refuse(`Option "${option}" cannot be used: no sequence of ${names} has a taxon. Leave it out.`);
  }
  refuse(
    `Option "${option}" names no taxon of ${names}: a sequence is found by its own taxon, mostly a species or strain, ` +
      'not by the groups above it.',
  );
}
