import { z } from '@hono/zod-openapi';
import type { Link } from '../../src/account/link.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { QueryConfigSchema } from '../multiblast/view-config.ts';
import { LinkedJobSchema, viewLinked } from '../multiblast/view-link.ts';

/** What lists and details say of a job. */
const QuerySchema = LinkedJobSchema.extend({
  queryJobID: z.string(),
  createdOn: z.string().openapi({ format: 'date-time' }),
});

export const QueryEntrySchema = QuerySchema.extend({ site: z.string() }).openapi('QueryJobEntry');

export const QueryDetailsSchema = QuerySchema.extend(QueryConfigSchema.shape)
  .extend({
    subJobs: z.array(z.string()).openapi({ description: 'The jobs of its sequences, in their order.' }),
  })
  .openapi('QueryJobDetails');

/** @param record - absent where the row was lost, until it is made again */
export function viewQuery(
  id: string,
  record: JobRecord | undefined,
  link: Link | undefined,
): z.infer<typeof QuerySchema> {
  return {
    queryJobID: id,
    createdOn: record?.createdAt ?? link?.createdAt ?? '',
    ...viewLinked(record, link),
  };
}
