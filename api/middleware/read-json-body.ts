import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext } from '../environment.ts';

/**
 * Reads a JSON body of at most so many bytes, checking UTF-8 strictly.
 * @throws PlatformError `BODY_TOO_LARGE`, `MALFORMED_BODY`
 */
export async function readJsonBody(c: ApiContext, maxBytes: number): Promise<unknown> {
  const declared = Number(c.req.header('content-length') ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let sizeBytes = 0;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      sizeBytes += (chunk as Uint8Array).byteLength;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(chunk as Uint8Array, { stream: true });
    }
    text += decoder.decode();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('MALFORMED_BODY', 'The body is cut short or is not UTF-8 text.', { cause: error });
  }
  if (text.trim() === '') throw new PlatformError('MALFORMED_BODY', 'The request has no body.');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlatformError('MALFORMED_BODY', 'The body is not valid JSON.', { cause: error });
  }
}

function tooLarge(maxBytes: number): PlatformError {
  const message = `The body is larger than ${String(maxBytes)} bytes. Send a large query as multipart/form-data.`;
  return new PlatformError('BODY_TOO_LARGE', message);
}
