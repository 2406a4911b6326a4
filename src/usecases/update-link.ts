import { checkNotes, linkId, links, type Link, type LinkNotes } from '../account/link.ts';
import { notLinked } from './not-linked.ts';
import type { Platform } from './platform.ts';

/**
 * Changes a principal's own notes about a job: a field that is given replaces, null clears, one that is absent keeps.
 * Changes of different fields at the same time all count. Idempotent.
 * @throws PlatformError `NOT_FOUND` when the principal is not linked to the job, `INVALID_REQUEST` for a summary that is
 * too long
 */
export async function updateLink(
  { documents }: Pick<Platform, 'documents'>,
  jobId: string,
  principal: string,
  change: Partial<LinkNotes>,
): Promise<Link> {
  checkNotes(change);
  for (;;) {
    const stored = await documents.get(links, linkId(principal, jobId));
    if (!stored) throw notLinked(jobId);
    const { summary = stored.document.summary, description = stored.document.description } = change;
    const next: Link = { ...stored.document, summary, description };
    if (await documents.replaceIfRevision(links, stored.revision, next)) return next;
  }
}
