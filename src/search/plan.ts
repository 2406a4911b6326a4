/** A part of the query that one tool process searches: whole sequences, a byte range of the normalised query object. */
export interface PlannedChunk {
  readonly index: number;
  /** Zero-based, half-open. */
  readonly startByte: number;
  readonly endByte: number;
  /** Number of sequences before this chunk: `Query_N` of its first sequence is this plus one. */
  readonly queriesBefore: number;
  readonly queryCount: number;
  readonly residueCount: number;
  /** Digest of the chunk key (DESIGN section 4): jobs that share it share the archive. */
  readonly chunkKey: string;
  /** Of the one sequence of a query that came with others; plans from before this member was known have none. */
  readonly whole?: WholeChunk;
}

/** A chunk of a larger query, from whose archive that of one of its sequences can be cut. */
export interface WholeChunk {
  readonly chunkKey: string;
  /** Of the sequence in that chunk, zero-based. */
  readonly index: number;
}

/** Where the chunk's sequences lie in the stored query. */
export function rangeOf({ startByte, endByte }: PlannedChunk): {
  readonly start: number;
  readonly end: number;
} {
  return { start: startByte, end: endByte };
}

/** Chunks in order, at most 200; stored as one object so that no history carries them. */
export interface PlanPage {
  readonly schemaVersion: 1;
  readonly page: number;
  readonly chunks: readonly PlannedChunk[];
}

export const chunksPerPage = 200;

/** What every attempt to plan one run holds to; stored before the pages of a query with children. */
export interface PlanSlots {
  readonly schemaVersion: 1;
  readonly toolSlots: number;
}
