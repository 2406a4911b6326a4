import { openLmdbTable, type ReadAt } from './lmdb-table.ts';

/** The taxa of the sequences of one database of format 5 (`.ptf`, `.ntf`): an LMDB table from taxid to list of sequences. */
export interface TaxonIndex {
  /** False when it lists no taxon but 0, as makeblastdb writes it without `-taxid` or `-taxid_map`. */
  readonly holdsTaxa: boolean;
  /** Those of the taxids that sequences are filed under, without the taxa below them. */
  find(taxids: readonly number[]): Promise<readonly number[]>;
}

const tableName = 'taxid2offset';

/** @throws SyntaxError when the file is no taxon index */
export async function readTaxonIndex(read: ReadAt): Promise<Pick<TaxonIndex, 'holdsTaxa'>> {
  const keys = await (await openLmdbTable(read, tableName)).firstKeys();
  return { holdsTaxa: keys.some((key) => key.some((byte) => byte !== 0)) };
}

/** @throws SyntaxError when the file is no taxon index */
export async function findTaxids(read: ReadAt, taxids: readonly number[]): Promise<readonly number[]> {
  const table = await openLmdbTable(read, tableName);
  const found: number[] = [];
  for (const taxid of taxids) if (await table.has(keyOf(taxid))) found.push(taxid);
  return found;
}

function keyOf(taxid: number): Uint8Array {
  const key = new Uint8Array(4);
  new DataView(key.buffer).setInt32(0, taxid, true);
  return key;
}
