import type { Outfmt } from './outfmt.ts';

const namingFields = new Set(
  ['ssciname', 'scomname', 'sblastname', 'sskingdom'].flatMap((name) => [name, `${name}s`]),
);

/** Whether a report shows names of taxa, which come from NCBI's taxdb and not from the databases. */
export function showsTaxonNames({ outfmt, fields }: Pick<Outfmt, 'outfmt' | 'fields'>): boolean {
  return outfmt === organismReport || fields.some((field) => namingFields.has(field));
}

/** Without taxa in the databases, and names of them, its formatter prints headings only and calls it a success (BLAST+ 2.12.0). */
export const organismReport = 18;
