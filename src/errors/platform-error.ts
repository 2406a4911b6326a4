import { errorTable, type ErrorCode, type ErrorRule } from './codes.ts';

/** Where in the input a fault lies; every part that is known is given. Lines and columns are 1-based. */
export interface InputLocation {
  readonly sequence?: string;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

/**
 * The one error of the platform. `message` is written for the person who reads it and may be shown to any client;
 * `details` and `cause` are for logs only. Throw it where the fact is known; never inspect message text later.
 */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: ErrorCode;
  readonly location: InputLocation;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    extra: { location?: InputLocation; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.location = extra.location ?? {};
    this.details = extra.details ?? {};
  }

  get rule(): ErrorRule {
    return errorTable[this.code];
  }
}

/** The failure as it is stored in a job row and shown to clients. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** An unknown error becomes `INTERNAL` and keeps its text out of the public message. */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { cause: error });
}
