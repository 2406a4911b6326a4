import { pipeline } from 'node:stream/promises';
import { PassThrough, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { ZipFile } from 'yazl';
import { PlatformError } from '../../src/errors/index.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { contentDisposition } from '../middleware/content-disposition.ts';
import { streamBody } from '../middleware/stream-body.ts';

export interface ZipToSend {
  readonly artifact: Artifact;
  readonly entryName: string;
  readonly archiveName: string;
}

/** A ZIP of one gzip-compressed file, made while it is sent. @throws PlatformError `RESULT_EXPIRED` */
export async function sendZip(
  { artifacts }: Pick<ApiDeps, 'artifacts'>,
  c: ApiContext,
  { artifact, entryName, archiveName }: ZipToSend,
): Promise<Response> {
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition('attachment', archiveName),
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const body = await artifacts.open(artifact);
  if (!body) throw new PlatformError('RESULT_EXPIRED', 'The results have expired. Submit the search again.');
  return c.body(streamBody(c, zipped(body, entryName)), 200, headers);
}

/** Whatever breaks, breaks the whole; whoever stops reading, stops the whole. */
async function* zipped(source: AsyncIterable<Uint8Array>, entryName: string): AsyncGenerator<Uint8Array> {
  const packed = createGzip();
  const zip = new ZipFile();
  const archive = new PassThrough();
  const fail = (error: unknown): void => {
    archive.destroy(error instanceof Error ? error : new Error('The archive broke off.', { cause: error }));
  };
  zip.on('error', fail);
  zip.outputStream.pipe(archive);
  pipeline(Readable.from(source, { objectMode: false }), packed).catch(fail);
  zip.addReadStream(packed, entryName, { compress: false, mtime: new Date(0) });
  zip.end();
  try {
    yield* archive as AsyncIterable<Uint8Array>;
  } finally {
    packed.destroy();
  }
}
