import type { NormalisedFasta } from '../formats/fasta-normaliser.ts';
import { objectKeys } from '../job/keys.ts';
import type { ByteRange, ObjectBody, ObjectStore } from '../ports/object-store.ts';
import type { Spool } from '../ports/spool.ts';
import type { QueryObject } from '../search/request.ts';
import type { Platform } from './platform.ts';
import { requirePresent } from './read-json.ts';

export interface QueryLimits {
  readonly maxSequences: number;
  readonly maxResidues: number;
}

/** A query that was found good and is not stored yet. */
export interface CollectedQuery {
  readonly query: QueryObject;
  /** The normalised text; may be called again while `use` runs. */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** Stores it under its own digest, where an equal query may lie already. Idempotent. */
  readonly store: () => Promise<void>;
}

type Deps = Pick<Platform, 'objects' | 'clock'> & { readonly spool: Spool };

/** A query that has lain there for long is stored anew, so that no sweep takes it for forgotten while its job starts. */
const renewAfterMs = 3_600_000;

/**
 * Reads a query to its end, which checks and normalises it, and lets `use` decide whether it is to be stored.
 * Whatever happens, no copy of it is left in the spool. @throws whatever its text or its summary do
 */
export async function withQuery<T>(
  { objects, spool, clock }: Deps,
  normalised: NormalisedFasta,
  use: (collected: CollectedQuery) => Promise<T>,
): Promise<T> {
  const spooled = await spool.collect(normalised.text);
  try {
    const { sequenceCount, residueCount, longestResidues } = normalised.summary();
    const { digest, sizeBytes } = spooled;
    const objectKey = objectKeys.query(digest);
    return await use({
      query: {
        objectKey,
        digest,
        sizeBytes,
        sequenceCount,
        residueCount,
        longestResidues,
      },
      read: () => spooled.read(),
      store: () => storeQuery({ objects, clock }, objectKey, () => spooled.read()),
    });
  } finally {
    await spooled.dispose();
  }
}

/** A stored query, or a part of it. @throws PlatformError `INTERNAL` when it is gone, which only a fault of ours can be */
export async function readQuery(
  objects: ObjectStore,
  objectKey: string,
  range?: ByteRange,
): Promise<AsyncIterable<Uint8Array>> {
  const { body } = requirePresent(await objects.get(objectKey, range), objectKey);
  return body;
}

/** Writes a normalised query, unless it was written lately. Idempotent. */
export async function storeQuery(
  { objects, clock }: Pick<Platform, 'objects' | 'clock'>,
  objectKey: string,
  body: () => ObjectBody,
): Promise<void> {
  const found = await objects.head(objectKey);
  if (found && clock.now().getTime() - found.modifiedAt.getTime() < renewAfterMs) return;
  await objects.put(objectKey, body(), { mediaType: 'text/x-fasta' });
}
