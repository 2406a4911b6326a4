import { fillNotes, linkId, links, type Link } from '../account/link.ts';
import type { Principal } from '../account/principal.ts';
import { PlatformError } from '../errors/index.ts';
import { eachStored } from './each-stored.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'documents'>;

/**
 * Moves a guest's links to a registered user, with notes and dates. Of a job that both have the user's notes stay, and
 * only what is empty in them is filled. A link is copied before it is taken away, so its job never lacks a holder, and a
 * call that died is finished by the next one. What the guest links meanwhile may stay behind for the next call; a note
 * that the guest changes just as its link moves may be lost.
 * @returns how many links the guest no longer has
 * @throws PlatformError `FORBIDDEN` unless it is a user who takes over a guest
 */
export async function linkGuest(deps: Deps, user: Principal, guest: Principal): Promise<{ moved: number }> {
  if (user.role !== 'user') throw forbidden('Sign in to take over the jobs of a guest.');
  if (guest.role !== 'guest') throw forbidden('Only the jobs of a guest can be taken over.');
  let moved = 0;
  for await (const { document } of eachStored(deps, links, { where: { principal: guest.id }, limit: 1000 })) {
    await copyLink(deps, document, user.id);
    if (await deps.documents.delete(links, document.id)) moved += 1;
  }
  return { moved };
}

async function copyLink({ documents }: Deps, link: Link, principal: string): Promise<void> {
  const copy: Link = { ...link, id: linkId(principal, link.jobId), principal };
  for (;;) {
    if ((await documents.insertIfAbsent(links, copy)).inserted) return;
    const stored = await documents.get(links, copy.id);
    if (!stored) continue;
    const filled: Link = { ...stored.document, ...fillNotes(stored.document, link) };
    if (await documents.replaceIfRevision(links, stored.revision, filled)) return;
  }
}

function forbidden(message: string): PlatformError {
  return new PlatformError('FORBIDDEN', message);
}
