import { PlatformError } from '../errors/index.ts';
import type { Collection, Document } from '../ports/document-store.ts';

/** What a principal notes about a job; null where nothing is noted. */
export interface LinkNotes {
  /** At most 512 characters. */
  readonly summary: string | null;
  readonly description: string | null;
}

/**
 * A job in a principal's collection, with that principal's own notes. It makes its principal a holder of the job, and of
 * the search that a report waits for: a reason not to stop them.
 */
export interface Link extends Document, LinkNotes {
  readonly schemaVersion: 1;
  /** As `linkId` makes it: a principal has one link to a job at most. */
  readonly id: string;
  readonly principal: string;
  readonly jobId: string;
  readonly kind: 'search' | 'report';
  /** The site whose databases are searched, where the surface has sites. */
  readonly site: string | null;
  /** For a report: the search it renders. */
  readonly searchJobId: string | null;
  readonly createdAt: string;
}

export const links: Collection<Link> = {
  name: 'links',
  indexed: [
    ['jobId'],
    ['searchJobId'],
    ['principal', 'createdAt'],
    ['principal', 'kind', 'createdAt'],
    ['principal', 'site', 'createdAt'],
  ],
};

export function linkId(principal: string, jobId: string): string {
  return `${principal}/${jobId}`;
}

export const maxSummaryCharacters = 512;

/** @throws PlatformError `INVALID_REQUEST`, located at the field */
export function checkNotes({ summary }: Partial<LinkNotes>): void {
  if (summary === undefined || summary === null || [...summary].length <= maxSummaryCharacters) return;
  throw new PlatformError(
    'INVALID_REQUEST',
    `A summary has at most ${String(maxSummaryCharacters)} characters; put more into the description.`,
    { location: { field: 'summary' } },
  );
}

/** The notes of one's own, with what is empty among them taken from others. */
export function fillNotes(own: LinkNotes, others: LinkNotes): LinkNotes {
  return {
    summary: isEmpty(own.summary) ? others.summary : own.summary,
    description: isEmpty(own.description) ? others.description : own.description,
  };
}

function isEmpty(note: string | null): boolean {
  return note === null || note === '';
}
