import type { Submission } from '../account/submission.ts';
import { submissions } from '../account/submission.ts';
import { errorTable, PlatformError } from '../errors/index.ts';
import { canonicalJson, objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { ownJob } from './own-job.ts';
import type { Platform } from './platform.ts';

/** How a submission found its job: a new run, a run under way, published results, or a failure that still stands. */
export type Disposition = 'started' | 'attached' | 'completed' | 'failed';

export interface JobToSubmit {
  readonly jobId: string;
  readonly request: JobRequest;
  readonly priority: number;
  /** Tool slots are shared fairly between these, for example principals. */
  readonly fairnessKey: string;
  /**
   * Who asks. Written after the job is known to run, so that no crash leaves a submission without a job. A report that
   * was asked for with its search has none of its own: the search's submission names it and holds both.
   */
  readonly submission?: Omit<Submission, 'schemaVersion' | 'createdAt' | 'releasedAt' | 'live' | 'jobId' | 'priority'>;
}

export interface Submitted {
  readonly record: JobRecord;
  readonly disposition: Disposition;
}

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/** How long a submission waits for a run that is being cancelled to close (DESIGN section 5). */
const closingPatienceMs = 10_000;
const closingPollMs = 100;

/**
 * The one way into the product: same key, same job. Starts a run, attaches to the open one, or answers from the store;
 * never two computations of one key. Safe to repeat after any failure.
 * @throws PlatformError `TEMPORAL_UNAVAILABLE`, `STORE_UNAVAILABLE`, or `JOB_CLOSING` when a cancelled run does not close
 */
export async function submitJob(deps: Deps, job: JobToSubmit): Promise<Submitted> {
  const deadline = deps.clock.now().getTime() + closingPatienceMs;
  let outcome = await findOrStart(deps, job);
  await insertSubmission(deps, job);
  // A canceller first marks the row and then counts holders; we first became a holder and now look for the mark.
  // One of the two always sees the other.
  for (;;) {
    const record = (await deps.documents.get(jobs, job.jobId))?.document ?? outcome.record;
    if (!isGoingAway(record)) return { record, disposition: outcome.disposition };
    if (deps.clock.now().getTime() > deadline) {
      throw new PlatformError('JOB_CLOSING', 'An earlier run of this job is still being cancelled. Try again shortly.');
    }
    await deps.clock.sleep(closingPollMs);
    if (record.state === 'cancelled') outcome = await findOrStart(deps, job);
  }
}

function isGoingAway(record: JobRecord): boolean {
  return record.cancelRequested || record.phase === 'cancelling' || record.state === 'cancelled';
}

async function findOrStart(deps: Deps, job: JobToSubmit): Promise<Submitted> {
  const known = (await deps.documents.get(jobs, job.jobId))?.document;
  if (known?.state === 'completed') return { record: known, disposition: 'completed' };
  if (known && failureStands(known, deps.clock.now())) return { record: known, disposition: 'failed' };

  const requestKey = objectKeys.request(job.jobId);
  await deps.objects.put(requestKey, canonicalJson(job.request), { mediaType: 'application/json', ifAbsent: true });
  const { summary } = job.request;
  const { started, run } = await deps.launcher.start({
    kind: job.request.kind,
    jobId: job.jobId,
    requestKey,
    priority: job.priority,
    fairnessKey: job.fairnessKey,
    summary: summary.title,
    searchAttributes: { program: summary.program, databases: summary.databases },
  });
  const record = await ownJob(deps, job.jobId, job.request, run);
  return { record, disposition: started ? 'started' : 'attached' };
}

/** A permanent failure answers for its code's negative-cache lifetime; any other is run again at once. */
function failureStands(record: JobRecord, now: Date): boolean {
  if (record.state !== 'failed' || !record.failure || record.finishedAt === null) return false;
  const ageMs = now.getTime() - Date.parse(record.finishedAt);
  return ageMs < errorTable[record.failure.code].cacheTtlSeconds * 1000;
}

async function insertSubmission({ documents, clock }: Deps, job: JobToSubmit): Promise<void> {
  if (!job.submission) return;
  await documents.insertIfAbsent(submissions, {
    ...job.submission,
    schemaVersion: 1,
    jobId: job.jobId,
    priority: job.priority,
    createdAt: clock.now().toISOString(),
    releasedAt: null,
    live: true,
  });
}
