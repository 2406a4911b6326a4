import { open } from 'node:fs/promises';
import type { ReadAt } from '../../database/lmdb-table.ts';
import { findTaxids, readTaxonIndex, type TaxonIndex } from '../../database/taxon-index.ts';
import { hasErrno } from '../../errors/error-code.ts';
import { readAt } from './blast-database-digest.ts';
import { ChangedWhileReading } from './blast-database-stamps.ts';

/** The index of one file, which is opened again for each search in it. @throws SyntaxError when it is none */
export async function openTaxonIndex(path: string): Promise<TaxonIndex> {
  return {
    ...(await withReader(path, readTaxonIndex)),
    find: (taxids) => withReader(path, (read) => findTaxids(read, taxids)),
  };
}

async function withReader<T>(path: string, work: (read: ReadAt) => Promise<T>): Promise<T> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) throw new ChangedWhileReading(path);
    throw error;
  });
  try {
    return await work((position, length) => readAt(file, position, length));
  } finally {
    await file.close();
  }
}
