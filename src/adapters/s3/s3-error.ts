import { PlatformError } from '../../errors/index.ts';

/** Without a status there was no answer at all, unless our own program is at fault. */
const programErrors = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

/** Runs SDK calls and gives their failures our codes. */
export async function guardS3<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fromS3Error(error);
  }
}

export function isMissingKey(error: unknown): boolean {
  return errorName(error) === 'NoSuchKey' || (errorName(error) === 'NotFound' && httpStatus(error) === 404);
}

/** Somebody else's object is there. */
export function isPreconditionFailed(error: unknown): boolean {
  return httpStatus(error) === 412;
}

export function refusedDelete(code: string | undefined): PlatformError {
  return unavailable('did not delete an object', { s3: code });
}

export function fromS3Error(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const status = httpStatus(error);
  const details = { s3: errorName(error), httpStatus: status };
  if (status === 401 || status === 403) return unavailable('refuses our credentials', details, error);
  if (errorName(error) === 'NoSuchBucket' || status === 404)
    return unavailable('has no such bucket', details, error);
  if (status === undefined ? !programErrors.includes(errorName(error)) : isTransient(status)) {
    return unavailable('does not answer', details, error);
  }
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { details, cause: error });
}

/** 409: a conditional write met another one that is still going on; Amazon S3 asks to try again. */
function isTransient(status: number): boolean {
  return status >= 500 || [408, 409, 429].includes(status);
}

function unavailable(
  fact: string,
  details: Readonly<Record<string, unknown>>,
  cause?: unknown,
): PlatformError {
  const message = `The object store ${fact}. Try again later.`;
  return new PlatformError('STORE_UNAVAILABLE', message, { details, cause });
}

function errorName(error: unknown): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, 'name')) : '';
}

/** The SDK keeps the status beside the error, of whichever class the error is. */
function httpStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
