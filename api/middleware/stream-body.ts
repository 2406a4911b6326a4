import { ReadableStream } from 'node:stream/web';
import { loggerOf } from './observe-requests.ts';
import type { ApiContext } from '../environment.ts';

/**
 * A stream as the body of an answer. When it breaks off after the head was sent, the connection is cut, so that no
 * client takes a part for the whole; the log says why. When the client goes away, the stream is ended.
 */
export function streamBody(c: ApiContext, source: AsyncIterable<Uint8Array>): globalThis.ReadableStream {
  const logger = loggerOf(c);
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      logger.error({ err: error }, 'broke off');
      throw error;
    }
  }
  return ReadableStream.from(watched()) as globalThis.ReadableStream;
}
