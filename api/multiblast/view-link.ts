import { z } from '@hono/zod-openapi';
import { linkId, links, type Link } from '../../src/account/link.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { jobStatuses, statusOf } from '../../src/multiblast/job-status.ts';
import { linkJob } from '../../src/usecases/link-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';

export const StatusSchema = z.enum(jobStatuses).openapi('ServiceJobStatus');

const UserMetaSchema = z
  .object({ summary: z.string().optional(), description: z.string().optional() })
  .openapi('UserMeta');

/** What both services say of a job in lists and details. */
export const LinkedJobSchema = z.object({
  status: StatusSchema,
  userMeta: UserMetaSchema.optional(),
});

/** @param record - absent where the row was lost, until it is made again */
export function viewLinked(
  record: JobRecord | undefined,
  link: Link | undefined,
): z.infer<typeof LinkedJobSchema> {
  const status = record ? statusOf(record) : 'queued';
  const userMeta = link && viewNotes(link);
  return userMeta ? { status, userMeta } : { status };
}

/** Lists have a thousand of these: members are set, since spreading what may be there takes ten times as long. */
function viewNotes({ summary, description }: Link): z.infer<typeof UserMetaSchema> | undefined {
  if (summary === null && description === null) return undefined;
  const notes: z.infer<typeof UserMetaSchema> = {};
  if (summary !== null) notes.summary = summary;
  if (description !== null) notes.description = description;
  return notes;
}

/** The caller's own link to a job. */
export async function linkOf({ documents }: ApiDeps, c: ApiContext, id: string): Promise<Link | undefined> {
  return (await documents.get(links, linkId(c.var.principal.id, id)))?.document;
}

/**
 * The link that a look at a job leaves: clients ask every few seconds, so one that is there already is only read. An
 * administrator collects nothing.
 */
export async function linkOfLook(
  deps: ApiDeps,
  c: ApiContext,
  job: { readonly id: string; readonly site: string },
): Promise<Link | undefined> {
  const link = await linkOf(deps, c, job.id);
  const { id: principal, role } = c.var.principal;
  if (link || role === 'admin' || c.req.query('save_job') === 'false') return link;
  return (await linkJob(deps, job.id, { principal, site: job.site })).link;
}
