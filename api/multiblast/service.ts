import type { JobRecord } from '../../src/job/record.ts';
import type { Turn } from '../../src/usecases/restart-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';

/** A job as one of Multi-Blast's services knows it. */
export interface ServiceJob {
  readonly record: JobRecord;
  /** Where is searched, for the collection. */
  readonly site: string;
}

/** One of Multi-Blast's two services, as far as they differ in what both do. */
export interface Service<Job extends ServiceJob = ServiceJob> {
  readonly prefix: '/query' | '/report';
  readonly kind: 'search' | 'report';
  readonly tag: 'query service' | 'report service';
  /**
   * The job of an id, started if it lies ready: whoever looks at a job wants its result.
   * @throws PlatformError `NOT_FOUND` for what is no id, and no job of this service
   */
  readonly read: (deps: ApiDeps, c: ApiContext, id: string) => Promise<Job>;
  /** Runs an expired job again. @throws PlatformError `DATABASE_CHANGED` for a database that is gone */
  readonly restart: (deps: ApiDeps, id: string, turn: Turn) => Promise<unknown>;
}

/** People wait for these: jobs of these services come before what programs ask in bulk. */
export const interactivePriority = 2;

/** In whose turn a job runs that the caller asks for. */
export function turnOf(c: ApiContext): Turn {
  return { priority: interactivePriority, fairnessKey: c.var.principal.id };
}
