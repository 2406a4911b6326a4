import type { JobRequest } from '../job/request.ts';
import type { MoleculeType } from './database.ts';

/** What makes two builds the same: the same sequences under the same name. */
export interface DatabaseKey {
  readonly schemaVersion: 1;
  readonly kind: 'database';
  readonly name: string;
  readonly title: string;
  readonly moleculeType: MoleculeType;
  /** SHA-256 of the normalised sequences, hexadecimal. */
  readonly fastaDigest: string;
  readonly blastVersion: string;
}

/** The stored request object of a database build. */
export interface DatabaseRequest extends JobRequest {
  readonly kind: 'database';
  readonly key: DatabaseKey;
  readonly fastaKey: string;
}
