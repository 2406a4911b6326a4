/** Why something failed, as a closed list. Every table below is exhaustive over it by type. */
export type ErrorCode = keyof typeof errorTable;

/** What the platform does with a failure of one code. */
export interface ErrorRule {
  /** HTTP status of a request that fails so. */
  readonly httpStatus: number;
  /** Whether the same step may succeed when tried again. */
  readonly retryable: boolean;
  /** How long a failed job keeps answering with this failure before a new POST runs it again, in seconds. */
  readonly cacheTtlSeconds: number;
}

const badRequest: ErrorRule = { httpStatus: 400, retryable: false, cacheTtlSeconds: 0 };
const permanent: ErrorRule = { httpStatus: 500, retryable: false, cacheTtlSeconds: 60 };
const transient: ErrorRule = { httpStatus: 500, retryable: true, cacheTtlSeconds: 0 };
const unavailable: ErrorRule = { httpStatus: 503, retryable: true, cacheTtlSeconds: 0 };

/**
 * Code → HTTP status, retryability and negative-cache lifetime (DESIGN sections 1 and 5).
 * Schema faults are 422 and everything else about the content of a request is 400, as `/v1` clients expect.
 */
export const errorTable = {
  // What the caller sent.
  INVALID_REQUEST: { ...badRequest, httpStatus: 422 },
  MALFORMED_BODY: badRequest,
  INVALID_JOB_ID: badRequest,
  UNSUPPORTED_MEDIA_TYPE: { ...badRequest, httpStatus: 415 },
  BODY_TOO_LARGE: { ...badRequest, httpStatus: 413 },
  QUERY_EMPTY: badRequest,
  INVALID_FASTA: badRequest,
  INVALID_RESIDUE: badRequest,
  QUERY_TOO_LARGE: badRequest,
  UNKNOWN_PROGRAM: badRequest,
  UNKNOWN_DATABASE: badRequest,
  WRONG_MOLECULE_TYPE: badRequest,
  UNSUITABLE_DATABASE: badRequest,
  INVALID_OPTION: badRequest,
  UNAUTHENTICATED: { ...badRequest, httpStatus: 401 },
  FORBIDDEN: { ...badRequest, httpStatus: 403 },
  NOT_FOUND: { ...badRequest, httpStatus: 404 },
  NOT_READY: { ...badRequest, httpStatus: 409 },
  CONFLICT: { ...badRequest, httpStatus: 409 },
  RANGE_NOT_SATISFIABLE: { ...badRequest, httpStatus: 416 },
  QUOTA_EXCEEDED: { ...badRequest, httpStatus: 429 },
  // What the world has become since.
  DATABASE_CHANGED: { httpStatus: 410, retryable: false, cacheTtlSeconds: 60 },
  RESULT_EXPIRED: { httpStatus: 410, retryable: false, cacheTtlSeconds: 0 },
  CANCELLED: { httpStatus: 409, retryable: false, cacheTtlSeconds: 0 },
  RUN_SUPERSEDED: { httpStatus: 409, retryable: false, cacheTtlSeconds: 0 },
  // What a tool did.
  TOOL_REJECTED_INPUT: permanent,
  TOOL_DATABASE_ERROR: permanent,
  TOOL_OUTPUT_TOO_LARGE: permanent,
  TOOL_FAILED: transient,
  TOOL_CRASHED: transient,
  TOOL_OUT_OF_MEMORY: transient,
  TOOL_OUTPUT_MISSING: transient,
  TOOL_MISSING: transient,
  RETRIES_EXHAUSTED: { httpStatus: 500, retryable: false, cacheTtlSeconds: 0 },
  // What we or our servers did.
  SCRATCH_UNAVAILABLE: unavailable,
  STORE_UNAVAILABLE: unavailable,
  TEMPORAL_UNAVAILABLE: unavailable,
  JOB_CLOSING: unavailable,
  // Trying again finds it no sooner; the search has to run again.
  CHUNK_MISSING: { ...transient, retryable: false },
  INTERNAL: transient,
} as const satisfies Record<string, ErrorRule>;
