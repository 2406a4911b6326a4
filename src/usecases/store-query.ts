import type { MoleculeType } from '../database/database.ts';
import { normaliseFasta } from '../formats/fasta-normaliser.ts';
import { objectKeys } from '../job/keys.ts';
import type { Spool } from '../ports/spool.ts';
import type { QueryObject } from '../search/request.ts';
import type { Platform } from './platform.ts';

export interface QueryLimits {
  readonly maxSequences: number;
  readonly maxResidues: number;
}

/**
 * Checks and normalises a query while it streams in and stores it under its own digest, where an equal query may lie
 * already. Nothing is stored when it is faulty.
 */
export async function storeQuery(
  deps: Pick<Platform, 'objects'> & { readonly spool: Spool; readonly limits: QueryLimits },
  fasta: AsyncIterable<Uint8Array>,
  molecule: MoleculeType,
  keepCase: boolean,
): Promise<QueryObject> {
  const normalised = normaliseFasta(fasta, { molecule, keepCase, limits: deps.limits });
  const spooled = await deps.spool.collect(normalised.text);
  try {
    const { digest, sequenceCount, residueCount } = normalised.summary();
    const objectKey = objectKeys.query(digest);
    await deps.objects.put(objectKey, spooled.read(), { mediaType: 'text/x-fasta', ifAbsent: true });
    return { objectKey, digest, sizeBytes: spooled.sizeBytes, sequenceCount, residueCount };
  } finally {
    await spooled.dispose();
  }
}
