import { z } from '@hono/zod-openapi';

/** The id of a job; what is malformed is 404, as what is unknown. */
export const ServiceJobParams = z.object({ id: z.string() });

/** Of a look at a job. */
export const LookQuery = z.object({
  save_job: z.string().optional().openapi({
    description: 'false: do not put the job into your collection. Default: it is put there.',
  }),
});

/** Of a file. */
export const DownloadQuery = z.object({
  download: z.string().optional().openapi({ description: 'true: as a file to be saved.' }),
});

/** How a file is sent. @param download - as it was given */
export function wantedDisposition(download: string | undefined): 'inline' | 'attachment' {
  return download === 'true' ? 'attachment' : 'inline';
}
