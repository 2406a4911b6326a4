import type { RunRef } from '../job/contract.ts';

export interface DatabaseActivities {
  /** Builds the database from the stored FASTA, installs it in the catalogue's folder and publishes the job. */
  buildDatabase: (run: RunRef) => Promise<void>;
}
