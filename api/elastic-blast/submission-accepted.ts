import { z } from '@hono/zod-openapi';
import type { SubmittedSearch } from '../../src/usecases/submit-search.ts';
import { viewLabels } from './submission-labels.ts';
import { JobLinksSchema, jobLinks } from './submission-links.ts';
import { publicStates, submissionStatus } from './submission-status.ts';

export const AcceptedSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(publicStates),
    queue_position: z.int().nullable().openapi({ description: '1 = next; only while queued.' }),
    submission_source: z.literal('external_api'),
    external_correlation_id: z.string().nullable(),
    resource_profile: z.string().nullable(),
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
  completed: 'The same search has been computed before.',
  failed: 'The same search failed a moment ago in a way that will not change; see its error.',
} as const;

/** Answer to `POST /v1/jobs`. */
export function viewAccepted({
  id,
  labels,
  submitted: { search, report },
  queuePosition,
}: {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly submitted: SubmittedSearch;
  readonly queuePosition: number | null;
}): z.infer<typeof AcceptedSchema> {
  return {
    job_id: id,
    status: submissionStatus(search.record, report.record).status,
    queue_position: queuePosition,
    submission_source: 'external_api',
    created_at: search.record.createdAt,
    db_name: search.record.summary.databases.join(' '),
    message: messages[search.disposition],
    status_url: `/v1/jobs/${id}/status`,
    ...viewLabels(labels),
    job: jobLinks(search.record.id, report.record.id),
  };
}
