import type { Collection, Document, DocumentStore, Stored } from '../../ports/document-store.ts';

/**
 * The same store, which tells of every revision of a collection's documents that is read or written through it. A write
 * whose revision nobody has read is told as `undefined`.
 */
export function observeRevisions<D extends Document>(
  store: DocumentStore,
  observed: Collection<D>,
  seen: (id: string, revision: string | undefined) => void,
): DocumentStore {
  const see = <T>(collection: { readonly name: string }, rows: readonly Stored<T & Document>[]): void => {
    if (collection.name !== observed.name) return;
    for (const { document, revision } of rows) seen(document.id, revision);
  };
  const wrote = (collection: { readonly name: string }, id: string, revision?: string): void => {
    if (collection.name === observed.name) seen(id, revision);
  };
  return {
    async insertIfAbsent(collection, document) {
      const outcome = await store.insertIfAbsent(collection, document);
      wrote(collection, document.id);
      return outcome;
    },
    async get(collection, id) {
      const row = await store.get(collection, id);
      if (row) see(collection, [row]);
      return row;
    },
    async getMany(collection, ids) {
      const rows = await store.getMany(collection, ids);
      see(collection, rows);
      return rows;
    },
    async replaceIfRevision(collection, revision, document) {
      const next = await store.replaceIfRevision(collection, revision, document);
      wrote(collection, document.id, next);
      return next;
    },
    async find(collection, query) {
      const page = await store.find(collection, query);
      see(collection, page.items);
      return page;
    },
    count: (collection, where) => store.count(collection, where),
    async delete(collection, id) {
      const existed = await store.delete(collection, id);
      wrote(collection, id);
      return existed;
    },
    ...(store.watchWrites && { watchWrites: (tell) => store.watchWrites?.(tell) }),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
