import type { Readable } from 'node:stream';
import type { PlatformError } from '../../src/errors/index.ts';

/**
 * The bytes of a file part, at most `maxBytes` of them; ends well only if the whole form does.
 * @param whole - settles when everything behind the file has been read, or as soon as the form is found faulty
 */
export async function* readThrough(
  stream: Readable,
  whole: Promise<unknown>,
  tooLarge: () => PlatformError,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  try {
    for await (const chunk of stream) {
      sizeBytes += (chunk as Uint8Array).byteLength;
      if (sizeBytes > maxBytes) throw tooLarge();
      yield chunk as Uint8Array;
    }
  } catch (error) {
    // The parser says less about a broken form than the form's own fault does.
    if (stream.errored) await whole;
    throw error;
  }
  await whole;
}
