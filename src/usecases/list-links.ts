import { links, type Link } from '../account/link.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { Where } from '../ports/document-store.ts';
import type { Platform } from './platform.ts';

/** Which links; a condition that is absent lets all through. */
export interface LinkFilter {
  readonly kind?: Link['kind'];
  readonly site?: string;
  /** Only reports of one of these searches. */
  readonly searchJobIds?: readonly string[];
  /** From an earlier page with the same conditions. */
  readonly cursor?: string;
}

export interface LinkPage {
  readonly items: readonly ListedLink[];
  readonly nextCursor?: string;
}

export interface ListedLink {
  readonly link: Link;
  /** Of the job that the linked id stands for now; `undefined` where the row was lost, until it is made again. */
  readonly record: JobRecord | undefined;
}

/**
 * A principal's links, newest first, up to 1,000 a page, each with its job's row: two queries a page, however many jobs,
 * and one more where ids stand for other jobs.
 * @throws PlatformError `INVALID_REQUEST` for a cursor that is not ours
 */
export async function listLinks(
  { documents }: Pick<Platform, 'documents'>,
  principal: string,
  { cursor, searchJobIds, ...conditions }: LinkFilter = {},
): Promise<LinkPage> {
  const where: Where<Link> = {
    principal,
    ...conditions,
    ...(searchJobIds && { searchJobId: { in: searchJobIds } }),
  };
  const { items, nextCursor } = await documents.find(links, {
    where,
    sort: { field: 'createdAt', direction: 'descending' },
    limit: 1000,
    ...(cursor !== undefined && { cursor }),
  });
  const records = await standingRows(
    documents,
    items.map(({ document }) => document.jobId),
  );
  return {
    items: items.map(({ document }) => ({ link: document, record: records.get(document.jobId) })),
    ...(nextCursor !== undefined && { nextCursor }),
  };
}

/** By id, the row of the job that the id stands for. */
async function standingRows(
  documents: Platform['documents'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobRecord>> {
  const rows = await rowsOf(documents, ids);
  const successors = [...rows.values()].flatMap(({ supersededBy }) => supersededBy ?? []);
  if (successors.length === 0) return rows;
  const standing = await rowsOf(documents, successors);
  return new Map([...rows].map(([id, row]) => [id, standing.get(row.supersededBy ?? '') ?? row]));
}

async function rowsOf(
  documents: Platform['documents'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobRecord>> {
  const rows = await documents.getMany(jobs, ids);
  return new Map(rows.map(({ document }) => [document.id, document]));
}
