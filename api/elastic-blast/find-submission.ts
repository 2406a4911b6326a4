import { z } from '@hono/zod-openapi';
import { submissions, type Submission } from '../../src/account/submission.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { Stored } from '../../src/ports/document-store.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import { resumeReport } from '../../src/usecases/submit-report.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';

export const SubmissionParamsSchema = z.object({ id: z.string().max(64).openapi({ example: '3fa9c1d27b04' }) });

/**
 * A submission by the id that `/v1` gave it. As upstream does, everything but hexadecimal digits is dropped from the
 * path first. @throws PlatformError `INVALID_REQUEST`-like 400 for an impossible id, `NOT_FOUND`
 */
export async function findSubmission(deps: ApiDeps, c: ApiContext, id: string): Promise<Stored<Submission>> {
  const hex = id.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (hex.length < 6 || hex.length > 12) {
    throw new PlatformError('MALFORMED_BODY', 'A job id of this API has 6 to 12 hexadecimal digits.');
  }
  const stored = await deps.documents.get(submissions, hex);
  if (!stored || stored.document.surface !== 'elastic-blast' || stored.document.principal !== c.var.principal.id) {
    throw new PlatformError('NOT_FOUND', `There is no job ${hex}.`);
  }
  return stored;
}

/** The jobs behind a submission; a report that a crash kept from starting is started now. */
export async function jobsOf(
  deps: ApiDeps,
  submission: Submission,
): Promise<{ readonly search: JobRecord; readonly report: JobRecord | undefined }> {
  const search = await readJob(deps, submission.jobId);
  if (submission.reportJobId === null) return { search, report: undefined };
  const report = await resumeReport(deps, submission.reportJobId, {
    priority: submission.priority,
    fairnessKey: submission.principal,
  });
  return { search, report };
}
