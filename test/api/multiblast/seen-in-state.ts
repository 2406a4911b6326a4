import type { JobState } from '../../../src/job/record.ts';
import type { JobStatus } from '../../../src/multiblast/job-status.ts';
import { cancelledJob, completeJob, expireJob, failJob, runJob } from '../../support/api/move-job.ts';
import type { ServicesWorld } from './services-world.ts';

const failure = { code: 'TOOL_REJECTED_INPUT', message: 'BLAST engine error: bad.' } as const;
const rebuilt = { code: 'DATABASE_CHANGED', message: 'The database was rebuilt.' } as const;

/** What is left of a queued job of the world at its end. */
export async function finish(world: ServicesWorld, id: string): Promise<void> {
  if (id === world.queuedQueryId) await world.finishQuery(id);
  else await completeJob(world, id, [{ name: 'report.xml', text: '<x/>' }]);
}

/** What clients get for a job in one state: statuses of HTTP, and what is said with a refusal. */
export interface Seen {
  readonly move: (world: ServicesWorld, id: string) => Promise<void>;
  readonly status: JobStatus;
  readonly restart: 204 | 403;
  readonly results: 200 | 403;
  readonly stderr: 200 | 403;
  /** A report of the query job. */
  readonly newReport: 200 | 400;
  readonly said?: string;
}

const refused = { results: 403, newReport: 400 } as const;
const asExpired = {
  ...refused,
  status: 'expired',
  restart: 204,
  stderr: 403,
  said: 'is expired. Restart it, and ask again when it is complete.',
} as const;
const asFailed = { ...refused, status: 'failed', restart: 403, stderr: 200 } as const;

export const seenInState: Readonly<Record<JobState | 'failed since its database was rebuilt', Seen>> = {
  queued: {
    ...{ ...refused, status: 'queued', restart: 403, stderr: 403, move: async () => undefined },
    said: 'is queued. Ask again when it is complete.',
  },
  running: {
    ...{ ...refused, status: 'in-progress', restart: 403, stderr: 403, move: runJob },
    said: 'is in-progress. Ask again when it is complete.',
  },
  completed: {
    ...{ status: 'complete', restart: 403, results: 200, stderr: 200, newReport: 200, move: finish },
  },
  failed: {
    ...{ ...asFailed, said: 'is failed. BLAST engine error: bad.' },
    move: (world, id) => failJob(world, id, failure),
  },
  cancelled: { ...asExpired, move: cancelledJob },
  expired: {
    ...asExpired,
    move: async (world, id) => {
      await finish(world, id);
      await expireJob(world, id);
    },
  },
  // No client could restart it otherwise; it failed, so why it did can be read.
  'failed since its database was rebuilt': {
    ...{ ...asExpired, stderr: 200 },
    move: (world, id) => failJob(world, id, rebuilt),
  },
};
