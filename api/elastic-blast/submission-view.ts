import { z } from '@hono/zod-openapi';
import type { Submission } from '../../src/account/submission.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { SubmittedSearch } from '../../src/usecases/submit-search.ts';
import { publicStates, submissionStatus } from './submission-status.ts';

const JobLinksSchema = z.object({
  id: z.string().openapi({ description: 'The content-addressed search job, shared by all who ask the same' }),
  report_id: z.string().nullable(),
  url: z.string(),
  report_url: z.string().nullable(),
});

export const AcceptedSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(publicStates),
    queue_position: z.int().nullable(),
    submission_source: z.literal('external_api'),
    external_correlation_id: z.string().nullable(),
    created_at: z.string(),
    db_name: z.string(),
    message: z.string(),
    status_url: z.string(),
    passthrough: z.record(z.string(), z.string()),
    job: JobLinksSchema,
  })
  .openapi('Accepted');

const messages = {
  started: 'Accepted.',
  attached: 'The same search is under way already; this submission follows it.',
  completed: 'The same search has been computed before; its results are ready.',
  failed: 'The same search failed a moment ago in a way that will not change; see its error.',
} as const;

/** Answer to `POST /v1/jobs`. */
export function viewSubmission(
  id: string,
  { search, report }: SubmittedSearch,
  labels: Readonly<Record<string, string>>,
): z.infer<typeof AcceptedSchema> {
  const { external_correlation_id: correlationId, ...passthrough } = labels;
  return {
    job_id: id,
    status: submissionStatus(search.record, report.record).status,
    queue_position: null,
    submission_source: 'external_api',
    external_correlation_id: correlationId ?? null,
    created_at: search.record.createdAt,
    db_name: search.record.summary.databases.join(' '),
    message: messages[search.disposition],
    status_url: `/v1/jobs/${id}/status`,
    passthrough,
    job: jobLinks(search.record.id, report.record.id),
  };
}

export const StatusSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(publicStates),
    phase: z.string(),
    progress_pct: z.int(),
    queue_position: z.int().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    last_progress_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    program: z.string(),
    db: z.string(),
    title: z.string(),
    external_correlation_id: z.string().nullable(),
    passthrough: z.record(z.string(), z.string()),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    job: JobLinksSchema,
  })
  .openapi('SubmissionStatus');

/** Answer to `GET /v1/jobs/{id}/status`, and one entry of the list. */
export function viewStatus(
  submission: Submission,
  search: JobRecord,
  report: JobRecord | undefined,
): z.infer<typeof StatusSchema> {
  const { external_correlation_id: correlationId, ...passthrough } = submission.labels;
  const { status, phase, progressPercent, failure } = submissionStatus(search, report);
  const updatedAt = report && report.updatedAt > search.updatedAt ? report.updatedAt : search.updatedAt;
  return {
    job_id: submission.id,
    status,
    phase,
    progress_pct: progressPercent,
    queue_position: null,
    created_at: submission.createdAt,
    updated_at: updatedAt,
    last_progress_at: updatedAt,
    started_at: search.startedAt,
    completed_at: status === 'success' ? (report?.finishedAt ?? search.finishedAt) : null,
    program: search.summary.program,
    db: search.summary.databases.join(' '),
    title: search.summary.title,
    external_correlation_id: correlationId ?? null,
    passthrough,
    error: failure,
    job: jobLinks(search.id, submission.reportJobId),
  };
}

function jobLinks(searchJobId: string, reportJobId: string | null): z.infer<typeof JobLinksSchema> {
  return {
    id: searchJobId,
    report_id: reportJobId,
    url: `/jobs/${searchJobId}`,
    report_url: reportJobId === null ? null : `/jobs/${reportJobId}`,
  };
}
