/** Keeps a stream until it is known to be good: in memory while it is small, on disk beyond that. */
export interface Spool {
  /** Reads the source to its end; its errors pass through and leave nothing behind. */
  collect(source: AsyncIterable<Uint8Array>): Promise<Spooled>;
}

export interface Spooled {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly digest: string;
  /** The bytes from the start; may be called again. */
  read(): AsyncIterable<Uint8Array>;
  /** Frees the space; idempotent. */
  dispose(): Promise<void>;
}
