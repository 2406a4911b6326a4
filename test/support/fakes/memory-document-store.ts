import { PlatformError } from '../../../src/errors/index.ts';
import type {
  Collection,
  Document,
  DocumentStore,
  FindQuery,
  Scalar,
  Stored,
} from '../../../src/ports/document-store.ts';
import { encodeDocumentCursor, decodeDocumentCursor } from '../../../src/adapters/stores/document-cursor.ts';
import { planFind, planWhere, type Condition } from '../../../src/adapters/stores/document-find-plan.ts';
import { indexedValue } from '../../../src/adapters/stores/document-place.ts';

export interface MemoryDocumentStore extends DocumentStore {
  /** While false, every call fails with `STORE_UNAVAILABLE`. */
  available: boolean;
}

/** Documents in this process, with the semantics of the real stores. */
export function createMemoryDocumentStore(): MemoryDocumentStore {
  const collections = new Map<string, Map<string, Stored<string>>>();
  /** How often each document was written, also before a deletion: no revision comes twice. */
  const writes = new Map<string, number>();

  /** Every call yields first, as a call to a server does: races come out in tests with the fake, too. */
  const open = async (name: string): Promise<Map<string, Stored<string>>> => {
    await Promise.resolve();
    if (!store.available)
      throw new PlatformError('STORE_UNAVAILABLE', 'The job store does not answer. Try again shortly.');
    const documents = collections.get(name) ?? new Map<string, Stored<string>>();
    collections.set(name, documents);
    return documents;
  };
  const nextRevision = (collection: string, id: string): string => {
    const count = (writes.get(`${collection}/${id}`) ?? 0) + 1;
    writes.set(`${collection}/${id}`, count);
    return `revision-${String(count)}`;
  };

  const store: MemoryDocumentStore = {
    available: true,
    async insertIfAbsent(collection, document) {
      const documents = await open(collection.name);
      if (documents.has(document.id)) return { inserted: false };
      const revision = nextRevision(collection.name, document.id);
      documents.set(document.id, { revision, document: JSON.stringify(document) });
      return { inserted: true };
    },
    async get<T extends Document>(collection: { readonly name: string }, id: string) {
      const found = (await open(collection.name)).get(id);
      return found && parsed<T>(found);
    },
    async getMany<T extends Document>(collection: { readonly name: string }, ids: readonly string[]) {
      const documents = await open(collection.name);
      return [...new Set(ids)].flatMap((id) => documents.get(id) ?? []).map((found) => parsed<T>(found));
    },
    async replaceIfRevision(collection, revision, document) {
      const documents = await open(collection.name);
      if (documents.get(document.id)?.revision !== revision) return undefined;
      const next = nextRevision(collection.name, document.id);
      documents.set(document.id, { revision: next, document: JSON.stringify(document) });
      return next;
    },
    async find<T extends Document>(collection: Collection<T>, query: FindQuery<T>) {
      const plan = planFind(collection, query);
      const documents = [...(await open(collection.name)).values()].map((found) => parsed<T>(found));
      const place = (document: Document) => ({
        value: indexedValue(document, plan.sortField),
        id: document.id,
      });
      const order = { collection: collection.name, sortField: plan.sortField, descending: plan.descending };
      const sign = plan.descending ? -1 : 1;
      const after = query.cursor === undefined ? undefined : decodeDocumentCursor(order, query.cursor);
      const found = documents
        .filter(({ document }) => plan.conditions.every((condition) => holds(condition, document)))
        .filter(({ document }) => after === undefined || sign * comparePlaces(place(document), after) > 0)
        .sort((left, right) => sign * comparePlaces(place(left.document), place(right.document)));
      const items = found.slice(0, plan.limit);
      const last = items.at(-1);
      if (found.length === items.length || last === undefined) return { items };
      return { items, nextCursor: encodeDocumentCursor(order, place(last.document)) };
    },
    async count(collection, where) {
      const conditions = planWhere(collection, where);
      const documents = [...(await open(collection.name)).values()].map(
        (found) => parsed<Document>(found).document,
      );
      return documents.filter((document) => conditions.every((condition) => holds(condition, document)))
        .length;
    },
    async delete(collection, id) {
      return (await open(collection.name)).delete(id);
    },
    async ping() {
      await open('ping');
    },
    close: () => Promise.resolve(),
  };
  return store;
}

function parsed<T>(stored: Stored<string>): Stored<T> {
  return { revision: stored.revision, document: JSON.parse(stored.document) as T };
}

function holds(condition: Condition, document: Document): boolean {
  const value = indexedValue(document, condition.field);
  if (condition.operator === 'equals') return value === condition.value;
  if (condition.operator === 'in') return condition.values.includes(value);
  if (value === null) return false;
  const order = compareScalars(value, condition.value);
  return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[condition.operator];
}

interface Place {
  readonly value: Scalar;
  readonly id: string;
}

function comparePlaces(left: Place, right: Place): number {
  return compareScalars(left.value, right.value) || compareScalars(left.id, right.id);
}

function compareScalars(left: Scalar, right: Scalar): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return Number(left > right) - Number(left < right);
}
