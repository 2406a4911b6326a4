import { submissions, type Submission } from '../account/submission.ts';
import { PlatformError } from '../errors/index.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import { decideCancel, requestCancel, withdrawCancel } from '../job/state-machine.ts';
import type { Stored } from '../ports/document-store.ts';
import { eachStored } from './each-stored.ts';
import { isHeld } from './is-held.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'documents' | 'launcher' | 'clock'>;

export interface Cancellation {
  /** `cancelling`: the run was asked to stop; `kept`: somebody else still holds it; `finished`: it had ended before. */
  readonly outcome: 'cancelling' | 'kept' | 'finished';
  readonly record: JobRecord;
}

/**
 * Takes back a principal's own submissions of a job and stops the job when nobody else holds it; with a search go the
 * reports that were asked for with it. Idempotent. @throws PlatformError `NOT_FOUND`
 */
export async function cancelJob(deps: Deps, jobId: string, principal: string): Promise<Cancellation> {
  const reports = await releaseAll(deps, jobId, principal);
  for (const reportJobId of reports) if (reportJobId !== jobId) await cancelIfUnheld(deps, reportJobId);
  return found(await cancelIfUnheld(deps, jobId), jobId);
}

/** Takes back one submission and stops the jobs behind it (the search and its report) that nobody else holds. */
export async function cancelSubmission(deps: Deps, submission: Stored<Submission>): Promise<Cancellation> {
  await release(deps, submission);
  const { jobId, reportJobId } = submission.document;
  if (reportJobId !== null) await cancelIfUnheld(deps, reportJobId);
  return found(await cancelIfUnheld(deps, jobId), jobId);
}

/**
 * Marks the row, counts holders, and decides only when the row has not moved since it was marked (DESIGN section 5).
 * A submission that arrives meanwhile either is counted here or takes the mark away, and then the decision fails.
 * A crash leaves a mark that the next submission takes away, or a decision that anybody carries out.
 * @returns `undefined` when there is no such job
 */
async function cancelIfUnheld(deps: Deps, jobId: string): Promise<Cancellation | undefined> {
  for (;;) {
    const stored = await deps.documents.get(jobs, jobId);
    if (!stored) return undefined;
    const record = stored.document;
    if (isTerminal(record.state)) return { outcome: 'finished', record };
    if (record.phase === 'cancelling') return stopRun(deps, record);
    const marked = await replace(deps, stored, requestCancel(record, timeOf(deps)));
    if (!marked) continue;
    const held = await isHeld(deps, jobId);
    const change = held ? withdrawCancel : decideCancel;
    const decided = await replace(deps, marked, change(marked.document, timeOf(deps)));
    if (!decided) continue;
    return held ? { outcome: 'kept', record: decided.document } : stopRun(deps, decided.document);
  }
}

async function stopRun({ launcher }: Deps, record: JobRecord): Promise<Cancellation> {
  await launcher.cancel({ kind: record.kind, jobId: record.id }, record.runId);
  return { outcome: 'cancelling', record };
}

/** @returns `undefined` when the row has moved on */
async function replace(
  { documents }: Deps,
  stored: Stored<JobRecord>,
  document: JobRecord,
): Promise<Stored<JobRecord> | undefined> {
  if (document === stored.document) return stored;
  const revision = await documents.replaceIfRevision(jobs, stored.revision, document);
  return revision === undefined ? undefined : { revision, document };
}

function timeOf({ clock }: Deps): string {
  return clock.now().toISOString();
}

function found(cancellation: Cancellation | undefined, jobId: string): Cancellation {
  if (cancellation) return cancellation;
  throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
}

/** @returns the reports that the released submissions held */
async function releaseAll(deps: Deps, jobId: string, principal: string): Promise<ReadonlySet<string>> {
  const reports = new Set<string>();
  for (const where of [
    { jobId, live: true, principal },
    { reportJobId: jobId, live: true, principal },
  ]) {
    for await (const one of eachStored(deps, submissions, { where })) {
      await release(deps, one);
      if (one.document.reportJobId !== null) reports.add(one.document.reportJobId);
    }
  }
  return reports;
}

async function release(deps: Deps, submission: Stored<Submission>): Promise<void> {
  let current: Stored<Submission> | undefined = submission;
  while (current?.document.live === true) {
    const released = { ...current.document, live: false, releasedAt: timeOf(deps) };
    if ((await deps.documents.replaceIfRevision(submissions, current.revision, released)) !== undefined)
      return;
    current = await deps.documents.get(submissions, submission.document.id);
  }
}
