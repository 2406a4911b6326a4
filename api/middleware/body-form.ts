import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext } from '../environment.ts';

/** Whether the body is `multipart/form-data`. */
export function isFormBody(c: ApiContext): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(c.req.header('content-type') ?? '');
}

/**
 * In which of the two forms that an operation takes the body is sent; without a type it is JSON.
 * @param what - what is sent, for the sentence
 * @throws PlatformError `UNSUPPORTED_MEDIA_TYPE`
 */
export function bodyFormOf(c: ApiContext, what: string): 'json' | 'form' {
  if (isFormBody(c)) return 'form';
  const contentType = c.req.header('content-type') ?? '';
  if (contentType === '' || /^application\/json\s*(;|$)/i.test(contentType)) return 'json';
  throw new PlatformError(
    'UNSUPPORTED_MEDIA_TYPE',
    `Send the ${what} as application/json or multipart/form-data.`,
  );
}
