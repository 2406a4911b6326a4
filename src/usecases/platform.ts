import type {
  Clock,
  DatabaseCatalogue,
  DocumentStore,
  JobLauncher,
  ObjectStore,
  SearchEngine,
} from '../ports/index.ts';

/** Everything the use cases stand on. Each takes the part it needs. */
export interface Platform {
  readonly documents: DocumentStore;
  readonly objects: ObjectStore;
  readonly launcher: JobLauncher;
  readonly catalogue: DatabaseCatalogue;
  readonly engine: SearchEngine;
  readonly clock: Clock;
  /** A fresh random id of that many hexadecimal digits. */
  readonly newId: (hexDigits: number) => string;
}
