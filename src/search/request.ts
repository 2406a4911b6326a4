import type { JobRequest } from '../job/request.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { CanonicalOptions } from './options.ts';
import type { Program } from './program.ts';

/** What makes two searches the same computation (DESIGN section 4). Its digest is the job id. */
export interface SearchKey {
  readonly schemaVersion: 1;
  readonly kind: 'search';
  readonly program: Program;
  readonly task: string;
  readonly options: CanonicalOptions;
  readonly databases: readonly SearchedDatabase[];
  /** Where deltablast looks up domains. */
  readonly domainDatabase?: SearchedDatabase;
  /** SHA-256 of the normalised query, hexadecimal. */
  readonly queryDigest: string;
  readonly engine: 'local';
  readonly blastVersion: string;
  /** Reader batch in residues; given only where splitting is exact on its boundaries alone. */
  readonly batchSizeResidues?: number;
  /** Given where a surface tells searches apart by more than their databases. */
  readonly scope?: SearchScope;
}

/** Where clients of Multi-Blast searched, in their words: equal databases under other names are other jobs to them. */
export interface SearchScope {
  readonly site: string;
  /** Each once, sorted by display name and file. */
  readonly targets: readonly QueryTarget[];
}

export interface QueryTarget {
  readonly displayName: string;
  readonly file: string;
}

/** Every database whose build decides about the results. */
export function consultedDatabases({
  databases,
  domainDatabase,
}: Pick<SearchKey, 'databases' | 'domainDatabase'>): readonly SearchedDatabase[] {
  return domainDatabase === undefined ? databases : [...databases, domainDatabase];
}

/** The stored request object of a search: the workflow's whole input. */
export interface SearchRequest extends JobRequest {
  readonly kind: 'search';
  readonly key: SearchKey;
  readonly query: QueryObject;
  /**
   * Of a single sequence: the job of the query that it came with, when it was laid ready. Part of its results may be
   * parts of that job's. Requests from before this member was known have none.
   */
  readonly wholeJobId?: string;
}

/** The normalised query in the object store. */
export interface QueryObject {
  readonly objectKey: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly sequenceCount: number;
  readonly residueCount: number;
  /** Residues of the longest sequence: it decides how the query may be cut. */
  readonly longestResidues: number;
}
