/**
 * Immutable bytes under a key. A key is a `/`-separated path of 1 to 1,000 printable ASCII characters without space,
 * backslash, empty parts, `.` or `..`; a part has at most 200 characters. No key may be a folder of another one
 * (`x` beside `x/y`). A key outside these rules fails with `INTERNAL`: keys are made by the program, never by a client.
 * All methods fail with `STORE_UNAVAILABLE` when the store is down; a write that failed so may have happened.
 */
export interface ObjectStore {
  /**
   * Stores the whole body or nothing; a reader never sees a part of it. Durable when the promise resolves.
   * @returns `created: false` when `ifAbsent` was asked for and the key existed (the stored bytes stay as they were).
   * After a lost answer that was asked for again, those may be the bytes of this very call.
   * @throws PlatformError `STORE_UNAVAILABLE`
   * @throws what the body throws, unchanged; nothing is stored then
   */
  put(key: string, body: ObjectBody, options?: PutOptions): Promise<PutResult>;
  /** Size and media type, or `undefined` when there is no such object. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /**
   * Opens the bytes of an object, or of one range of it. An empty range is empty.
   * @returns `undefined` when there is no such object.
   * @throws PlatformError `RANGE_NOT_SATISFIABLE` when the object is shorter than the end of the range
   */
  get(key: string, range?: ByteRange): Promise<StoredObject | undefined>;
  /**
   * Keys that start with `prefix` (any text, not only whole folders), in byte order; pages of at most `limit`
   * (1 to 1,000, default 1,000). A page starts behind the last key of the one before, whatever was written since.
   * @throws PlatformError `INVALID_REQUEST` when the cursor is not one of ours
   */
  list(prefix: string, options?: ListOptions): Promise<ListPage>;
  /** Removes objects; keys that do not exist are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** Resolves when the store answers. @throws PlatformError `STORE_UNAVAILABLE` */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type ObjectBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface PutOptions {
  /**
   * Left out, it is the store's guess: `application/octet-stream`, or what the end of the name tells. Everyone who writes one key must give it the same media type: of different
   * ones given at the same time any may be kept.
   */
  readonly mediaType?: string;
  /** Create only: of several concurrent writers of one key exactly one sees `created: true`. */
  readonly ifAbsent?: boolean;
}

export interface PutResult {
  readonly created: boolean;
  /** SHA-256 of the body that was sent, hexadecimal. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Zero-based, half-open. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ObjectInfo {
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly modifiedAt: Date;
}

export interface StoredObject extends ObjectInfo {
  /**
   * The bytes asked for, once. Must be read to the end or ended early by `return()` (leaving a `for await` does it).
   * Fails with `STORE_UNAVAILABLE` when the store breaks off; it never just ends early.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ListOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ListPage {
  readonly objects: readonly {
    readonly key: string;
    readonly sizeBytes: number;
    readonly modifiedAt: Date;
  }[];
  readonly nextCursor?: string;
}
