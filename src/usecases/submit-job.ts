import { checkNotes } from '../account/link.ts';
import type { Submission } from '../account/submission.ts';
import { submissions } from '../account/submission.ts';
import { errorTable, PlatformError } from '../errors/index.ts';
import { canonicalJson, objectKeys } from '../job/keys.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import { insertLink, type WantedLink } from './link-job.ts';
import { noteAccess } from './note-access.ts';
import { ownJob } from './own-job.ts';
import type { Platform } from './platform.ts';
import { sameSubmission } from './same-submission.ts';
import { withdrawMark } from './withdraw-mark.ts';

/** How a submission found its job: a new run, a run under way, published results, or a failure that still stands. */
export type Disposition = 'started' | 'attached' | 'completed' | 'failed';

export interface JobToSubmit {
  readonly jobId: string;
  readonly request: JobRequest;
  readonly priority: number;
  /** The principal: tool slots are shared fairly between them, and the quota counts what each has started. */
  readonly fairnessKey: string;
  /** Runs a failed job again even while its failure still answers others. Default: false. */
  readonly despiteFailure?: boolean;
  /**
   * Who asks. Written after the job is known to run, so that no crash leaves a submission without a job. A report that
   * was asked for with its search has none of its own: the search's submission names it and holds both.
   */
  readonly submission?: Omit<
    Submission,
    'schemaVersion' | 'createdAt' | 'releasedAt' | 'live' | 'jobId' | 'priority'
  >;
  /**
   * Into whose collection the job goes, with or without a submission; written at the same point. Unlike a submission it
   * stays when the call fails after that: its owner sees it, and asking again finds it.
   */
  readonly link?: WantedLink;
  /** Done while the run is started, and before anybody is told of the job. Safe to repeat. */
  readonly beside?: () => Promise<void>;
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
 * @throws PlatformError `TEMPORAL_UNAVAILABLE`, `STORE_UNAVAILABLE`, or `JOB_CLOSING` when a cancelled run does not close,
 * `CONFLICT` when the submission's id stands for another request, `INVALID_REQUEST` for notes as `linkJob`
 */
export async function submitJob(deps: Deps, job: JobToSubmit): Promise<Submitted> {
  const deadline = deps.clock.now().getTime() + closingPatienceMs;
  if (job.link) checkNotes(job.link);
  const outcome = await withBeside(job, findOrStart(deps, job));
  if (job.link) await insertLink(deps, outcome.record, job.link);
  const inserted = await insertSubmission(deps, job);
  try {
    return await outliveCancellation(deps, job, outcome, deadline);
  } catch (error) {
    // The caller gets no answer and will ask again: what nobody knows of must not hold the job.
    if (inserted && job.submission)
      await deps.documents.delete(submissions, job.submission.id).catch(() => undefined);
    throw error;
  }
}

/** Both are over when this is, however they end. */
async function withBeside(job: JobToSubmit, starting: Promise<Submitted>): Promise<Submitted> {
  const [outcome, beside] = await Promise.allSettled([starting, job.beside?.()]);
  if (outcome.status === 'rejected') throw outcome.reason;
  if (beside.status === 'rejected') throw beside.reason;
  return outcome.value;
}

/**
 * A canceller marks the row, counts holders, and decides only if the mark was left alone. We became a holder before we
 * look here, so one of the two always sees the other: a mark is taken away, and after a decision the next run is ours.
 */
async function outliveCancellation(
  deps: Deps,
  job: JobToSubmit,
  found: Submitted,
  deadline: number,
): Promise<Submitted> {
  let outcome = found;
  let sawItGo = false;
  for (;;) {
    const record = (await withdrawMark(deps, job.jobId)) ?? outcome.record;
    const endedOtherwise = sawItGo && isTerminal(record.state) && record.state !== 'cancelled';
    if (!endedOtherwise && !isGoingAway(record)) return { record, disposition: outcome.disposition };
    if (endedOtherwise) {
      outcome = await findOrStart(deps, job);
      sawItGo = false;
      continue;
    }
    if (deps.clock.now().getTime() > deadline) {
      throw new PlatformError(
        'JOB_CLOSING',
        'An earlier run of this job is still being cancelled. Try again shortly.',
      );
    }
    // Whoever decided may have died before telling the run.
    if (!sawItGo && record.phase === 'cancelling') {
      await deps.launcher.cancel({ kind: record.kind, jobId: record.id }, record.runId);
    }
    sawItGo = true;
    await deps.clock.sleep(closingPollMs);
    if (record.state === 'cancelled') outcome = await findOrStart(deps, job);
  }
}

function isGoingAway(record: JobRecord): boolean {
  return record.phase === 'cancelling' || record.state === 'cancelled';
}

/** Whether a submission of the job would find a run or an answer, as far as its row tells. */
export async function needsNoRun(
  { documents, clock }: Pick<Deps, 'documents' | 'clock'>,
  jobId: string,
): Promise<boolean> {
  const known = (await documents.get(jobs, jobId))?.document;
  if (!known) return false;
  return !isTerminal(known.state) || known.state === 'completed' || failureStands(known, clock.now());
}

async function findOrStart(deps: Deps, job: JobToSubmit): Promise<Submitted> {
  const known = (await deps.documents.get(jobs, job.jobId))?.document;
  if (known?.state === 'completed') {
    await noteAccess(deps, known);
    return { record: known, disposition: 'completed' };
  }
  if (known && job.despiteFailure !== true && failureStands(known, deps.clock.now()))
    return { record: known, disposition: 'failed' };

  const requestKey = objectKeys.request(job.jobId);
  await deps.objects.put(requestKey, canonicalJson(job.request), {
    mediaType: 'application/json',
    ifAbsent: true,
  });
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
  const record = await ownJob(deps, job.jobId, job.request, run, job.fairnessKey);
  return { record, disposition: started ? 'started' : 'attached' };
}

/** A permanent failure answers for its code's negative-cache lifetime; any other is run again at once. */
function failureStands(record: JobRecord, now: Date): boolean {
  if (record.state !== 'failed' || !record.failure || record.finishedAt === null) return false;
  const ageMs = now.getTime() - Date.parse(record.finishedAt);
  return ageMs < errorTable[record.failure.code].cacheTtlSeconds * 1000;
}

/**
 * Idempotent for the same request. @returns whether it was not there before
 * @throws PlatformError `CONFLICT` when the id stands for another request
 */
async function insertSubmission(deps: Pick<Deps, 'documents' | 'clock'>, job: JobToSubmit): Promise<boolean> {
  if (!job.submission) return false;
  const wanted = { ...job.submission, jobId: job.jobId, priority: job.priority };
  const { inserted } = await deps.documents.insertIfAbsent(submissions, {
    ...wanted,
    schemaVersion: 1,
    createdAt: deps.clock.now().toISOString(),
    releasedAt: null,
    live: true,
  });
  if (!inserted) await sameSubmission(deps, wanted);
  return inserted;
}
