import { canonicalJson, digestOf } from '../job/keys.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { CanonicalOptions } from './options.ts';
import type { Program } from './program.ts';
import type { SearchKey } from './request.ts';
import { splittingRuleOfSearch } from './splitting-of-search.ts';

/** What makes two chunks the same computation, whichever job asks for it. */
export interface ChunkSearchKey {
  readonly program: Program;
  readonly task: string;
  readonly options: CanonicalOptions;
  readonly databases: readonly SearchedDatabase[];
  readonly domainDatabase?: SearchedDatabase;
  readonly blastVersion: string;
  readonly batchSizeResidues: number;
  /** From `chunkFastaDigestOf`. */
  readonly chunkFastaDigest: string;
}

/** SHA-256 of the canonical key, hexadecimal: the name of the chunk's archive. */
export function chunkKeyOf(key: ChunkSearchKey): string {
  const { program, task, options, databases, domainDatabase } = key;
  const { blastVersion, batchSizeResidues, chunkFastaDigest } = key;
  return digestOf(
    canonicalJson({
      schemaVersion: 1,
      kind: 'chunk',
      program,
      task,
      options,
      databases: databases.map(({ name, fingerprint }) => ({ name, fingerprint })),
      ...(domainDatabase === undefined ? {} : { domainDatabase }),
      blastVersion,
      batchSizeResidues,
      chunkFastaDigest,
    }),
  );
}

/** The key of a search's chunk by the digest of its FASTA. */
export function chunkKeysOf(key: SearchKey): (chunkFastaDigest: string) => string {
  const { program, task, options, databases, domainDatabase, blastVersion } = key;
  const { batchSizeResidues } = splittingRuleOfSearch(key);
  return (chunkFastaDigest) =>
    chunkKeyOf({
      ...{ program, task, options, databases, blastVersion, batchSizeResidues, chunkFastaDigest },
      ...(domainDatabase && { domainDatabase }),
    });
}

/**
 * Digest of a chunk's FASTA from the digests of its sequences, in order: SHA-256 of their concatenation. It identifies
 * the bytes as a plain digest would and needs no second pass when the end of the chunk is found.
 */
export function chunkFastaDigestOf(sequenceDigests: readonly string[]): string {
  return digestOf(sequenceDigests.join(''));
}
