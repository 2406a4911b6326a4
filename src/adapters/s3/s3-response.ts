import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { PlatformError } from '../../errors/index.ts';
import type { ObjectInfo } from '../../ports/object-store.ts';
import { closableBody } from '../stores/closable-body.ts';
import { fromS3Error } from './s3-error.ts';

interface Described {
  readonly ContentType?: string | undefined;
  readonly LastModified?: Date | undefined;
}

export function objectInfo(found: Described, sizeBytes: number): ObjectInfo {
  return {
    sizeBytes,
    mediaType: found.ContentType ?? 'application/octet-stream',
    modifiedAt: found.LastModified ?? new Date(0),
  };
}

/** Size of the whole object, also when the answer holds a part: `Content-Range: bytes 0-9/1234`. */
export function totalSize(found: Pick<GetObjectCommandOutput, 'ContentRange' | 'ContentLength'>): number {
  const total = /\/(\d+)$/.exec(found.ContentRange ?? '')?.[1];
  return total === undefined ? (found.ContentLength ?? 0) : Number(total);
}

/** The bytes of an answer; the connection is given up when the reader stops early. */
export function bodyOf(answer: unknown, expectedBytes: number): AsyncIterable<Uint8Array> {
  if (!(answer instanceof Readable)) return closableBody(nothing, () => Promise.resolve());
  const chunks: AsyncIterator<Uint8Array, unknown> = answer[Symbol.asyncIterator]();
  let received = 0;
  return closableBody(
    async () => {
      const chunk = await nextChunk(chunks);
      received += chunk?.byteLength ?? 0;
      if (chunk === undefined && received !== expectedBytes) {
        throw new PlatformError('STORE_UNAVAILABLE', 'The object store broke off an answer. Try again.');
      }
      return chunk;
    },
    () => {
      // Destroying a stream that has not ended makes it emit an error nobody waits for.
      answer.on('error', () => undefined).destroy();
      return Promise.resolve();
    },
  );
}

function nothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}

async function nextChunk(chunks: AsyncIterator<Uint8Array, unknown>): Promise<Uint8Array | undefined> {
  try {
    const result = await chunks.next();
    return result.done === true ? undefined : result.value;
  } catch (error) {
    throw fromS3Error(error);
  }
}
