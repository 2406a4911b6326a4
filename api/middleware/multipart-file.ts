import type { Readable } from 'node:stream';
import { PlatformError } from '../../src/errors/index.ts';

/**
 * The bytes of a file part, at most `maxBytes` of them; ends well only if the whole form does.
 * @param whole - settles when everything behind the file has been read, or as soon as the form is found faulty
 */
export async function* readThrough(
  stream: Readable,
  whole: Promise<unknown>,
  maxBytes: number,
  tooLarge: (maxBytes: number) => PlatformError,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  try {
    for await (const chunk of stream) {
      sizeBytes += (chunk as Uint8Array).byteLength;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    // What the parser's stream says about a broken form is less than the form's own fault.
    if (!(error instanceof PlatformError)) await whole;
    throw error;
  }
  await whole;
}
