import type { JobKind, JobSummary } from './record.ts';

/** What every stored request object has. It follows from the job's key alone, so that writing it twice is harmless. */
export interface JobRequest {
  readonly schemaVersion: 1;
  readonly kind: JobKind;
  readonly summary: JobSummary;
}
