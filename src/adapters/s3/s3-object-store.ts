import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type {
  ByteRange,
  ListOptions,
  ListPage,
  ObjectBody,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  PutResult,
  StoredObject,
} from '../../ports/object-store.ts';
import { MeasuredBody } from '../stores/measured-body.ts';
import { checkedPageSize, decodeObjectCursor, encodeObjectCursor } from '../stores/object-cursor.ts';
import { checkByteRange, checkObjectKey, checkObjectPrefix, checkRangeWithin } from '../stores/object-key.ts';
import { guardS3, isMissingKey, refusedDelete } from './s3-error.ts';
import { bodyOf, objectInfo, totalSize } from './s3-response.ts';
import { uploadObject } from './s3-upload.ts';

export interface S3ObjectStoreOptions {
  /** Left out for Amazon's own. */
  readonly endpoint?: string;
  readonly region: string;
  /** Must exist. A lifecycle rule should end multipart uploads that were abandoned. */
  readonly bucket: string;
  /** Left out where the machine has a role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** `true` for most services other than Amazon's. */
  readonly forcePathStyle?: boolean;
}

const keysPerDelete = 1000;

/**
 * Objects in a bucket of any S3-compatible service that knows `If-None-Match: *`. A request is tried three times.
 * Order of listings and the single winner of a create are what the service makes of them: Amazon S3 promises both;
 * SeaweedFS 4.48 lists `a/x` before `a-b`, and may let two simultaneous creates of one key over 16 MiB both win.
 */
export function createS3ObjectStore(options: S3ObjectStoreOptions): ObjectStore {
  return new S3ObjectStore(options);
}

class S3ObjectStore implements ObjectStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, ...connection }: S3ObjectStoreOptions) {
    this.bucket = bucket;
    this.client = new S3Client({
      ...connection,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
      // Services other than Amazon's refuse the newer checksum headers.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(key: string, body: ObjectBody, options: PutOptions = {}): Promise<PutResult> {
    checkObjectKey(key);
    const measured = new MeasuredBody(body);
    try {
      const created = await guardS3(() => uploadObject(this.client, this.bucket, key, measured, options));
      return { created, ...measured.measured() };
    } catch (error) {
      throw measured.failure === undefined ? error : measured.failure.error;
    }
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    checkObjectKey(key);
    return guardS3(async () => {
      try {
        const found = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
        return objectInfo(found, found.ContentLength ?? 0);
      } catch (error) {
        if (isMissingKey(error)) return undefined;
        throw error;
      }
    });
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject | undefined> {
    checkObjectKey(key);
    if (range === undefined) return guardS3(() => this.open(key));
    checkByteRange(range);
    // HTTP has no way to ask for a range that is empty or begins at the end: the size decides first.
    const found = await this.head(key);
    if (found === undefined) return undefined;
    checkRangeWithin(range, found.sizeBytes);
    if (range.start === range.end) return { ...found, body: bodyOf(undefined, 0) };
    return guardS3(() => this.open(key, range));
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListPage> {
    checkObjectPrefix(prefix);
    const limit = checkedPageSize(options.limit);
    const after =
      options.cursor === undefined ? {} : { StartAfter: decodeObjectCursor(options.cursor, prefix) };
    return guardS3(async () => {
      const request = { Bucket: this.bucket, Prefix: prefix, MaxKeys: limit, ...after };
      const page = await this.client.send(new ListObjectsV2Command(request));
      const objects = (page.Contents ?? []).map((entry) => ({
        key: entry.Key ?? '',
        sizeBytes: entry.Size ?? 0,
        modifiedAt: entry.LastModified ?? new Date(0),
      }));
      const last = objects.at(-1);
      return page.IsTruncated === true && last !== undefined
        ? { objects, nextCursor: encodeObjectCursor(last.key) }
        : { objects };
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) checkObjectKey(key);
    await guardS3(async () => {
      for (let start = 0; start < keys.length; start += keysPerDelete) {
        const batch = keys.slice(start, start + keysPerDelete).map((Key) => ({ Key }));
        const request = { Bucket: this.bucket, Delete: { Objects: batch, Quiet: true } };
        const { Errors: errors = [] } = await this.client.send(new DeleteObjectsCommand(request));
        const [first] = errors.filter((error) => error.Code !== 'NoSuchKey');
        if (first !== undefined) throw refusedDelete(first.Code);
      }
    });
  }

  async ping(): Promise<void> {
    await guardS3(() => this.client.send(new HeadBucketCommand({ Bucket: this.bucket })));
  }

  close(): Promise<void> {
    this.client.destroy();
    return Promise.resolve();
  }

  private async open(key: string, range?: ByteRange): Promise<StoredObject | undefined> {
    const wanted =
      range === undefined ? {} : { Range: `bytes=${String(range.start)}-${String(range.end - 1)}` };
    try {
      const found = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: key, ...wanted }),
      );
      const sizeBytes = totalSize(found);
      const expectedBytes = range === undefined ? sizeBytes : range.end - range.start;
      return { ...objectInfo(found, sizeBytes), body: bodyOf(found.Body, expectedBytes) };
    } catch (error) {
      if (isMissingKey(error)) return undefined;
      throw error;
    }
  }
}
