import { z } from '@hono/zod-openapi';
import type { Link } from '../../src/account/link.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { ReportConfigSchema } from '../multiblast/view-config.ts';
import { LinkedJobSchema, viewLinked } from '../multiblast/view-link.ts';

/** What lists say of a report. */
export const ReportEntrySchema = LinkedJobSchema.extend({
  reportJobID: z.string(),
  queryJobID: z.string().openapi({ description: 'The query job that it renders.' }),
}).openapi('ReportJobEntry');

export const ReportDetailsSchema = ReportEntrySchema.extend(ReportConfigSchema.shape).openapi(
  'ReportJobDetails',
);

/** @param record - absent where the row was lost, until it is made again */
export function viewReport(
  ids: { readonly reportJobID: string; readonly queryJobID: string },
  record: JobRecord | undefined,
  link: Link | undefined,
): z.infer<typeof ReportEntrySchema> {
  return { ...ids, ...viewLinked(record, link) };
}
