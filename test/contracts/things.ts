import type { Collection, Document, DocumentStore, Stored } from '../../src/ports/document-store.ts';

/** The documents of the contract suite. */
export interface Thing extends Document {
  readonly schemaVersion: 1;
  readonly kind?: string | null;
  readonly rank?: number | null;
  readonly live?: boolean;
  readonly content?: unknown;
}

let collections = 0;

/** A collection that no other test of the process uses. */
export function newThings(): Collection<Thing> {
  collections += 1;
  return thingsNamed(`things${String(collections)}`);
}

export function thingsNamed(name: string): Collection<Thing> {
  return { name, indexed: [['kind', 'rank'], ['kind'], ['rank'], ['live', 'kind']] };
}

export function thing(id: string, fields: Partial<Thing> = {}): Thing {
  return { schemaVersion: 1, id, ...fields };
}

/** Adds one to the rank of the counter, as often as it takes to be nobody's loser. */
export async function increment(store: DocumentStore, things: Collection<Thing>): Promise<void> {
  for (;;) {
    const { document, revision } = await existing(store, things, 'counter');
    const next = { ...document, rank: (document.rank ?? 0) + 1 };
    if ((await store.replaceIfRevision(things, revision, next)) !== undefined) return;
  }
}

/** @throws when it is not there */
export async function existing(
  store: DocumentStore,
  things: Collection<Thing>,
  id: string,
): Promise<Stored<Thing>> {
  const found = await store.get(things, id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found;
}
