/**
 * Small JSON documents with optimistic concurrency, in collections that are declared once by the nouns that own them.
 * Every write is durable when its promise resolves: it survives the death of any process, ours or the store's.
 * All methods fail with `STORE_UNAVAILABLE` when the store is down; a write that failed so may have happened.
 * A mistake of the program (an undeclared field, a field without a value) fails with `INTERNAL`.
 */
export interface DocumentStore {
  /** Creates the document unless one with this id exists; of several concurrent callers one sees `inserted: true`. */
  insertIfAbsent<T extends Document>(
    collection: Collection<T>,
    document: T,
  ): Promise<{ readonly inserted: boolean }>;
  get<T extends Document>(collection: Collection<T>, id: string): Promise<Stored<T> | undefined>;
  /** The documents that exist among `ids`, in one query and in no particular order. */
  getMany<T extends Document>(collection: Collection<T>, ids: readonly string[]): Promise<Stored<T>[]>;
  /**
   * Compare-and-swap on the whole document.
   * @returns the new revision, or `undefined` when the stored revision is another one (or the document is gone).
   */
  replaceIfRevision<T extends Document>(
    collection: Collection<T>,
    revision: string,
    document: T,
  ): Promise<string | undefined>;
  /** Documents that match every condition, sorted, paged by an opaque cursor. */
  find<T extends Document>(collection: Collection<T>, query: FindQuery<T>): Promise<FindPage<T>>;
  count<T extends Document>(collection: Collection<T>, where: Where<T>): Promise<number>;
  /** @returns whether a document was there to delete. */
  delete<T extends Document>(collection: Collection<T>, id: string): Promise<boolean>;
  /**
   * Calls `tell` soon after anything was written by any process, and perhaps when nothing was. Who waits for a change
   * still looks by himself now and then: a write may go untold, and a store that cannot tell has no such method.
   * @returns what ends it; `undefined` where this store cannot tell after all
   */
  watchWrites?(tell: () => void): (() => void) | undefined;
  /** Resolves when the store answers. @throws PlatformError `STORE_UNAVAILABLE` */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A JSON object with an id of its own and the version of its shape. */
export interface Document {
  readonly id: string;
  readonly schemaVersion: number;
}

/**
 * `indexed` lists the fields that `where` and `sort` may name, besides `id`; compound entries are indexes over several.
 * An indexed field holds a scalar, of one type besides null; a field that is absent counts as null.
 */
export interface Collection<T extends Document> {
  readonly name: string;
  readonly indexed: readonly (readonly (keyof T & string)[])[];
}

/** `revision` is opaque and never repeats for one id, not even after a delete and a new insert. */
export interface Stored<T> {
  readonly document: T;
  readonly revision: string;
}

export type Scalar = string | number | boolean | null;

/**
 * Conditions on top-level fields: a scalar (equality), `{ in }`, or a range. All of them must hold.
 * Strings compare by their UTF-8 bytes. No range holds null.
 */
export type Where<T> = Readonly<Partial<Record<keyof T & string, WhereCondition>>>;

export type WhereCondition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | {
      readonly gt?: string | number;
      readonly gte?: string | number;
      readonly lt?: string | number;
      readonly lte?: string | number;
    };

export interface FindQuery<T> {
  readonly where?: Where<T>;
  /** Null comes before every other value. Ties are broken by id, in the same direction. Default: by id, ascending. */
  readonly sort?: { readonly field: keyof T & string; readonly direction: 'ascending' | 'descending' };
  /** Default 100, at most 1,000. */
  readonly limit?: number;
  /**
   * From an earlier page of the same query: the next page starts behind that page's last item, whatever was inserted
   * or deleted since. @throws PlatformError `INVALID_REQUEST` when it is not one of ours.
   */
  readonly cursor?: string;
}

export interface FindPage<T> {
  readonly items: readonly Stored<T>[];
  readonly nextCursor?: string;
}
