import { submissions, type Submission } from '../account/submission.ts';
import { PlatformError } from '../errors/index.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { Stored } from '../ports/document-store.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'documents' | 'launcher' | 'clock'>;

export interface Cancellation {
  /** `cancelling`: the run was asked to stop; `kept`: somebody else still holds it; `finished`: it had ended before. */
  readonly outcome: 'cancelling' | 'kept' | 'finished';
  readonly record: JobRecord;
}

/**
 * Takes back a principal's own submissions of a job and stops the job when nobody else holds it.
 * Idempotent. @throws PlatformError `NOT_FOUND`
 */
export async function cancelJob(deps: Deps, jobId: string, principal: string): Promise<Cancellation> {
  const held = await liveSubmissions(deps, jobId);
  await Promise.all(held.filter((one) => one.document.principal === principal).map((one) => release(deps, one)));
  return cancelIfUnheld(deps, jobId);
}

/** Takes back one submission and stops the jobs behind it (the search and its report) that nobody else holds. */
export async function cancelSubmission(deps: Deps, submission: Stored<Submission>): Promise<Cancellation> {
  await release(deps, submission);
  const { jobId, reportJobId } = submission.document;
  if (reportJobId !== null) await cancelIfUnheld(deps, reportJobId);
  return cancelIfUnheld(deps, jobId);
}

/**
 * Marks the row, counts holders, and only then stops the run or clears the mark (DESIGN section 5): a submission that
 * arrives meanwhile either is counted here or sees the mark.
 */
async function cancelIfUnheld(deps: Deps, jobId: string): Promise<Cancellation> {
  const marked = await setCancelRequested(deps, jobId, true);
  if (isTerminal(marked.state)) return { outcome: 'finished', record: marked };
  if ((await liveSubmissions(deps, jobId)).length > 0) {
    return { outcome: 'kept', record: await setCancelRequested(deps, jobId, false) };
  }
  await deps.launcher.cancel({ kind: marked.kind, jobId }, marked.runId);
  return { outcome: 'cancelling', record: marked };
}

async function setCancelRequested(deps: Deps, jobId: string, cancelRequested: boolean): Promise<JobRecord> {
  for (;;) {
    const stored = await deps.documents.get(jobs, jobId);
    if (!stored) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
    if (isTerminal(stored.document.state) || stored.document.cancelRequested === cancelRequested) return stored.document;
    const next = { ...stored.document, cancelRequested, updatedAt: deps.clock.now().toISOString() };
    if (await deps.documents.replaceIfRevision(jobs, stored.revision, next)) return next;
  }
}

async function liveSubmissions({ documents }: Deps, jobId: string): Promise<Stored<Submission>[]> {
  const [asSearch, asReport] = await Promise.all([
    documents.find(submissions, { where: { jobId, live: true }, limit: 1000 }),
    documents.find(submissions, { where: { reportJobId: jobId, live: true }, limit: 1000 }),
  ]);
  return [...asSearch.items, ...asReport.items];
}

async function release(deps: Pick<Deps, "documents" | "clock">, submission: Stored<Submission>): Promise<void> {
  if (!submission.document.live) return;
  const { documents, clock } = deps;
  const released = { ...submission.document, live: false, releasedAt: clock.now().toISOString() };
  const done = await documents.replaceIfRevision(submissions, submission.revision, released);
  if (done !== undefined) return;
  const current = await documents.get(submissions, submission.document.id);
  if (current) await release(deps, current);
}
