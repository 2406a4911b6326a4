import type { Collection, Document } from '../ports/document-store.ts';

/**
 * A principal asked for a job. A live submission makes its principal a holder: a reason not to stop the job.
 * `/v1` clients know a submission by its id (12 hexadecimal digits).
 */
export interface Submission extends Document {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly jobId: string;
  /** The report that answers it, where the surface asked for one with the search. */
  readonly reportJobId: string | null;
  readonly principal: string;
  readonly surface: 'jobs' | 'elastic-blast' | 'databases';
  readonly labels: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly createdAt: string;
  /** When the principal took it back; a released submission holds nothing. */
  readonly releasedAt: string | null;
  /** `releasedAt === null`, stored so that holders can be counted by an index. */
  readonly live: boolean;
}

export const submissions: Collection<Submission> = {
  name: 'submissions',
  indexed: [
    ['jobId', 'live'],
    ['reportJobId', 'live'],
    ['principal', 'surface', 'createdAt'],
  ],
};
