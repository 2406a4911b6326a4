import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext } from '../environment.ts';

/** A JSON body is held in memory several times over; what is larger belongs into a streamed file. */
const mostBytes = 32 * 1024 * 1024;

/** Deeper than any request of ours, shallower than what recursion over it could not bear. */
const maxDepth = 32;

/**
 * Reads a JSON body of at most so many bytes (32 MiB in any case), checking UTF-8 strictly.
 * @throws PlatformError `BODY_TOO_LARGE`, `MALFORMED_BODY`
 */
export async function readJsonBody(c: ApiContext, allowedBytes: number): Promise<unknown> {
  const text = await readText(c, Math.min(allowedBytes, mostBytes));
  if (text.trim() === '') throw malformed('The request has no body.');
  return parseJsonText(text, 'The body');
}

/** What the text says. @throws PlatformError `MALFORMED_BODY` for text that is not JSON, nested too deeply, or not Unicode */
export function parseJsonText(text: string, what: string): unknown {
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw malformed(`${what} is not valid JSON.`, error);
  }
}

async function readText(c: ApiContext, maxBytes: number): Promise<string> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let sizeBytes = 0;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      sizeBytes += (chunk as Uint8Array).byteLength;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(chunk as Uint8Array, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw malformed('The body is cut short or is not UTF-8 text.', error);
  }
}

/** Without recursion: the depth is the sender's choice. */
function checked(root: unknown): unknown {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw malformed(`The body is nested more than ${maxDepth} levels deep.`);
    if (level.some((value) => typeof value === 'string' && /\p{Cs}/u.test(value))) {
      throw malformed('A text in the body holds half of a Unicode surrogate pair.');
    }
    level = level.flatMap(partsOf);
  }
  return root;
}

/** Names and values of an object, elements of an array. */
function partsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flat() : [];
}

function malformed(message: string, cause?: unknown): PlatformError {
  return new PlatformError('MALFORMED_BODY', message, { cause });
}

function tooLarge(maxBytes: number): PlatformError {
  const message = `The body is larger than ${maxBytes} bytes. Send a large query as multipart/form-data.`;
  return new PlatformError('BODY_TOO_LARGE', message);
}
