import { checkNotes, linkId, links, type Link, type LinkNotes } from '../account/link.ts';
import { PlatformError } from '../errors/index.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { Platform } from './platform.ts';
import { withdrawMark } from './withdraw-mark.ts';

type Deps = Pick<Platform, 'documents' | 'clock'>;

/** Whose collection a job goes into, and what is noted about it there. */
export type WantedLink = Pick<Link, 'principal' | 'site'> & Partial<LinkNotes>;

export interface LinkedJob {
  readonly link: Link;
  /** The job's row after the link was there: one that is not being cancelled then is held by the link. */
  readonly record: JobRecord;
}

/**
 * Puts a search or a report that exists into a principal's collection. A link that is there already stays as it is, with
 * its notes. Idempotent. @throws PlatformError `NOT_FOUND`, and `INVALID_REQUEST` for a summary that is too long
 */
export async function linkJob(deps: Deps, jobId: string, wanted: WantedLink): Promise<LinkedJob> {
  checkNotes(wanted);
  const row = (await deps.documents.get(jobs, jobId))?.document;
  if (!row) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
  const link = await insertLink(deps, row, wanted);
  return { link, record: (await withdrawMark(deps, jobId)) ?? row };
}

/** Only the link; whoever calls it looks at the row again afterwards. @throws as `linkJob` */
export async function insertLink(
  { documents, clock }: Deps,
  row: JobRecord,
  wanted: WantedLink,
): Promise<Link> {
  const { id: jobId, kind, searchJobId } = row;
  if (kind === 'database') throw new PlatformError('NOT_FOUND', `Job ${jobId} is no search or report.`);
  const { principal, site, summary = null, description = null } = wanted;
  const link: Link = {
    schemaVersion: 1,
    id: linkId(principal, jobId),
    principal,
    jobId,
    kind,
    site,
    searchJobId,
    summary,
    description,
    createdAt: clock.now().toISOString(),
  };
  for (;;) {
    if ((await documents.insertIfAbsent(links, link)).inserted) return link;
    const known = await documents.get(links, link.id);
    if (known) return known.document;
  }
}
