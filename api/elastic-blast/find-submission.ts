import { z } from '@hono/zod-openapi';
import { submissions, type Submission } from '../../src/account/submission.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { Stored } from '../../src/ports/document-store.ts';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import { resumeJob } from '../../src/usecases/resume-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import type { JobsOfSubmission } from './submission-view.ts';

export const SubmissionParamsSchema = z.object({
  id: z.string().max(64).openapi({ example: '3fa9c1d27b04' }),
});

/**
 * A submission by the id that `/v1` gave it, for its owner. As upstream does, everything but hexadecimal digits is dropped
 * from the path first. @throws PlatformError `INVALID_JOB_ID` (400) for an impossible id, `NOT_FOUND`
 */
export async function findSubmission(deps: ApiDeps, c: ApiContext, id: string): Promise<Stored<Submission>> {
  const hex = id.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (hex.length < 6 || hex.length > 12) {
    throw new PlatformError('INVALID_JOB_ID', 'A job id of this API has 6 to 12 hexadecimal digits.');
  }
  noteJob(c, { submissionId: hex });
  const stored = await deps.documents.get(submissions, hex);
  if (stored?.document.surface !== 'elastic-blast' || stored.document.principal !== c.var.principal.id) {
    throw new PlatformError('NOT_FOUND', `There is no job ${hex}.`);
  }
  noteJob(c, { jobId: stored.document.jobId });
  return stored;
}

/** The jobs behind a submission; a report that a crash kept from starting is started now, unless nobody wants it. */
export async function jobsOf(deps: ApiDeps, submission: Submission): Promise<JobsOfSubmission> {
  const { jobId, reportJobId, live, priority, principal } = submission;
  const search = await readJob(deps, jobId);
  const position = await queuePosition(deps, search);
  if (reportJobId === null || !live) return { search, report: undefined, queuePosition: position };
  const report = await resumeJob(deps, reportJobId, { priority, fairnessKey: principal });
  return { search, report, queuePosition: position };
}
