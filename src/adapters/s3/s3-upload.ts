import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import type { PutOptions } from '../../ports/object-store.ts';
import type { MeasuredBody } from '../stores/measured-body.ts';
import { isPreconditionFailed } from './s3-error.ts';

/** S3 takes 10,000 parts at most: 160 GB an object. Two parts are in memory at a time, and the one being filled. */
const partBytes = 16 * 1024 * 1024;
const concurrentParts = 2;

/**
 * Sends a body in one request, or in parts when it is longer than one. The object appears with the last request;
 * `If-None-Match` goes with the request that makes it appear.
 * @returns whether the object was created; only `ifAbsent` can make it false
 */
export async function uploadObject(
  client: S3Client,
  bucket: string,
  key: string,
  body: MeasuredBody,
  options: PutOptions,
): Promise<boolean> {
  const params = {
    Bucket: bucket,
    Key: key,
    ContentType: options.mediaType ?? 'application/octet-stream',
    ...(options.ifAbsent === true ? { IfNoneMatch: '*' } : {}),
  };
  try {
    await new Upload({
      client,
      params: { ...params, Body: Readable.from(body) },
      partSize: partBytes,
      queueSize: concurrentParts,
    }).done();
    return true;
  } catch (error) {
    if (options.ifAbsent === true && isPreconditionFailed(error)) return false;
    throw error;
  }
}
