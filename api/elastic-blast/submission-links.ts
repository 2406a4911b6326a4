import { z } from '@hono/zod-openapi';

export const JobLinksSchema = z.object({
  id: z.string().openapi({ description: 'The content-addressed search job, shared by all who ask the same' }),
  report_id: z.string().nullable(),
  url: z.string(),
  report_url: z.string().nullable(),
});

/** From a submission to the jobs behind it. */
export function jobLinks(searchJobId: string, reportJobId: string | null): z.infer<typeof JobLinksSchema> {
  return {
    id: searchJobId,
    report_id: reportJobId,
    url: `/jobs/${searchJobId}`,
    report_url: reportJobId === null ? null : `/jobs/${reportJobId}`,
  };
}
