import { z } from '@hono/zod-openapi';
import type { Link } from '../../src/account/link.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { jobStatuses, statusOfState } from '../../src/multiblast/job-status.ts';

const UserMetaSchema = z
  .object({ summary: z.string().optional(), description: z.string().optional() })
  .openapi('UserMeta');

export const StatusSchema = z.enum(jobStatuses).openapi('QueryJobStatus');

/** What lists and details say of a job. */
export const QueryEntrySchema = z
  .object({
    queryJobID: z.string(),
    status: StatusSchema,
    site: z.string(),
    createdOn: z.string().openapi({ format: 'date-time' }),
    userMeta: UserMetaSchema.optional(),
  })
  .openapi('QueryJobEntry');

export const QueryDetailsSchema = QueryEntrySchema.omit({ site: true })
  .extend({
    jobConfig: z.object({
      site: z.string(),
      targets: z.array(z.object({ targetDisplayName: z.string(), targetFile: z.string() })),
    }),
    blastConfig: z.looseObject({}),
    subJobs: z.array(z.string()).openapi({ description: 'The jobs of its sequences, in their order.' }),
  })
  .openapi('QueryJobDetails');

/** @param record - absent where the row was lost, until it is made again */
export function viewEntry(
  id: string,
  record: JobRecord | undefined,
  link: Link | undefined,
): Omit<z.infer<typeof QueryEntrySchema>, 'site'> {
  const summary = link?.summary ?? undefined;
  const description = link?.description ?? undefined;
  const meta = {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  };
  return {
    queryJobID: id,
    status: record ? statusOfState[record.state] : 'queued',
    createdOn: record?.createdAt ?? link?.createdAt ?? '',
    ...(Object.keys(meta).length > 0 && { userMeta: meta }),
  };
}
