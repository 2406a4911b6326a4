import type { Collection, Document, FindQuery, Stored } from '../ports/document-store.ts';
import type { Platform } from './platform.ts';

/**
 * Every document of a query, one page in memory; the next page is asked for when all of this one were dealt with. What
 * begins or ceases to match meanwhile may come or not.
 * @param query - `limit` is that of a page
 */
export async function* eachStored<T extends Document>(
  { documents }: Pick<Platform, 'documents'>,
  collection: Collection<T>,
  query: Omit<FindQuery<T>, 'cursor'>,
): AsyncGenerator<Stored<T>> {
  let cursor: string | undefined;
  do {
    const page = await documents.find(collection, { ...query, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
