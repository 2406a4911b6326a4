import { z } from '@hono/zod-openapi';
import type { Submission } from '../../src/account/submission.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { viewLabels } from './submission-labels.ts';
import { JobLinksSchema, jobLinks } from './submission-links.ts';
import { publicStates, submissionStatus, withdrawnStatus } from './submission-status.ts';

export const StatusSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(publicStates),
    phase: z.string(),
    progress_pct: z.int(),
    queue_position: z.int().nullable().openapi({ description: '1 = next; only while queued.' }),
    created_at: z.string(),
    updated_at: z.string(),
    last_progress_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    program: z.string(),
    db: z.string(),
    title: z.string(),
    external_correlation_id: z.string().nullable(),
    resource_profile: z.string().nullable(),
    passthrough: z.record(z.string(), z.string()),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    job: JobLinksSchema,
  })
  .openapi('SubmissionStatus');

/** The jobs behind a submission, and the search's place in the queue. */
export interface JobsOfSubmission {
  readonly search: JobRecord;
  readonly report: JobRecord | undefined;
  readonly queuePosition: number | null;
}

/** Answer to `GET /v1/jobs/{id}/status`, and one entry of the list. */
export function viewStatus(
  submission: Submission,
  { search, report, queuePosition }: JobsOfSubmission,
): z.infer<typeof StatusSchema> {
  const { status, phase, progressPercent, failure } = submission.live
    ? submissionStatus(search, report)
    : withdrawnStatus;
  const movedAt = report && report.updatedAt > search.updatedAt ? report.updatedAt : search.updatedAt;
  const updatedAt = submission.releasedAt ?? movedAt;
  return {
    job_id: submission.id,
    status,
    phase,
    progress_pct: progressPercent,
    queue_position: status === 'queued' ? queuePosition : null,
    created_at: submission.createdAt,
    updated_at: updatedAt,
    last_progress_at: updatedAt,
    started_at: search.startedAt,
    completed_at: status === 'success' ? (report?.finishedAt ?? search.finishedAt) : null,
    program: search.summary.program,
    db: search.summary.databases.join(' '),
    title: search.summary.title,
    ...viewLabels(submission.labels),
    error: failure,
    job: jobLinks(search.id, submission.reportJobId),
  };
}
