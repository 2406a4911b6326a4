import { links, type Link } from '../account/link.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { Where } from '../ports/document-store.ts';
import type { Platform } from './platform.ts';

/** Which links; a condition that is absent lets all through. */
export interface LinkFilter {
  readonly kind?: Link['kind'];
  readonly site?: string;
  /** Only reports of this search. */
  readonly searchJobId?: string;
  /** From an earlier page with the same conditions. */
  readonly cursor?: string;
}

export interface LinkPage {
  readonly items: readonly ListedLink[];
  readonly nextCursor?: string;
}

export interface ListedLink {
  readonly link: Link;
  /** `undefined` where the row was lost, until it is made again. */
  readonly record: JobRecord | undefined;
}

/**
 * A principal's links, newest first, up to 1,000 a page, each with its job's row: two queries a page, however many jobs.
 * @throws PlatformError `INVALID_REQUEST` for a cursor that is not ours
 */
export async function listLinks(
  { documents }: Pick<Platform, 'documents'>,
  principal: string,
  { cursor, ...conditions }: LinkFilter = {},
): Promise<LinkPage> {
  const where: Where<Link> = { principal, ...conditions };
  const { items, nextCursor } = await documents.find(links, {
    where,
    sort: { field: 'createdAt', direction: 'descending' },
    limit: 1000,
    ...(cursor !== undefined && { cursor }),
  });
  const rows = await documents.getMany(
    jobs,
    items.map(({ document }) => document.jobId),
  );
  const records = new Map(rows.map(({ document }) => [document.id, document]));
  return {
    items: items.map(({ document }) => ({ link: document, record: records.get(document.jobId) })),
    ...(nextCursor !== undefined && { nextCursor }),
  };
}
