/** Immutable bytes under a key. Keys are `/`-separated ASCII paths without `.` or `..` parts. */
export interface ObjectStore {
  /**
   * Stores the whole body or nothing; a reader never sees a part of it.
   * @returns `created: false` when `ifAbsent` was asked for and the key existed (the stored bytes stay as they were).
   * @throws PlatformError `STORE_UNAVAILABLE`
   */
  put(key: string, body: ObjectBody, options?: PutOptions): Promise<PutResult>;
  /** Size and media type, or `undefined` when there is no such object. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /**
   * Opens the bytes of an object, or of one range of it. The stream fails when the object is shorter than the range.
   * @returns `undefined` when there is no such object.
   */
  get(key: string, range?: ByteRange): Promise<StoredObject | undefined>;
  /** Keys that start with `prefix`, in byte order; pages of at most `limit` (default 1,000). */
  list(prefix: string, options?: ListOptions): Promise<ListPage>;
  /** Removes objects; keys that do not exist are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** Resolves when the store answers. @throws PlatformError `STORE_UNAVAILABLE` */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type ObjectBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface PutOptions {
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
  /** The bytes asked for. Must be read to the end or ended early by `return()` (leaving a `for await` does it). */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ListOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ListPage {
  readonly objects: readonly { readonly key: string; readonly sizeBytes: number; readonly modifiedAt: Date }[];
  readonly nextCursor?: string;
}
