import { submissions, type Submission } from '../account/submission.ts';
import { isTerminal, jobs, type JobRecord } from '../job/record.ts';
import type { Stored } from '../ports/document-store.ts';
import { cancelSubmission } from './cancel-job.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'documents' | 'launcher' | 'clock'>;

/**
 * Takes back one submission. An open one is released, which stops its jobs unless somebody else holds them, and stays
 * visible as cancelled; one that is over, or was released before, is forgotten. Its jobs and results are never deleted
 * here. After a failure in between, the same call again cancels what the first did not.
 */
export async function takeBackSubmission(
  deps: Deps,
  submission: Stored<Submission>,
): Promise<'cancelled' | 'forgotten'> {
  const { id, live, jobId, reportJobId } = submission.document;
  if (!(await isOver(deps, jobId, reportJobId))) {
    await cancelSubmission(deps, submission);
    if (live) return 'cancelled';
  }
  await deps.documents.delete(submissions, id);
  return 'forgotten';
}

/** A search is over with its report, unless it ended badly: the report then ends with it. */
async function isOver({ documents }: Deps, jobId: string, reportJobId: string | null): Promise<boolean> {
  const rows = await documents.getMany(jobs, reportJobId === null ? [jobId] : [jobId, reportJobId]);
  const row = (id: string | null): JobRecord | undefined =>
    rows.find(({ document }) => document.id === id)?.document;
  const search = row(jobId);
  if (!search || !isTerminal(search.state)) return false;
  if (search.state !== 'completed' || reportJobId === null) return true;
  const report = row(reportJobId);
  return report !== undefined && isTerminal(report.state);
}
