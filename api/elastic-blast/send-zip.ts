import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { openArtifact } from '../jobs/artifact-reader.ts';
import { contentDisposition } from '../middleware/content-disposition.ts';
import { streamBody } from '../middleware/stream-body.ts';
import { zipStream, type ZipEntry } from '../middleware/zip-stream.ts';

export interface ZipToSend {
  readonly files: readonly { readonly artifact: Artifact; readonly entryName: string }[];
  readonly archiveName: string;
}

/** A ZIP of gzip-compressed files, made while it is sent. @throws PlatformError `RESULT_EXPIRED` */
export async function sendZip(
  deps: Pick<ApiDeps, 'artifacts'>,
  c: ApiContext,
  { files: [first, ...rest], archiveName }: ZipToSend,
): Promise<Response> {
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition('attachment', archiveName),
  };
  if (c.req.method === 'HEAD' || !first) return c.body(null, 200, headers);
  // Opened before the answer begins: what has expired is then told as such.
  const opened = await openArtifact(deps.artifacts, first.artifact);
  const entries: ZipEntry[] = [
    { name: first.entryName, open: () => Promise.resolve(gzipped(opened)) },
    ...rest.map(({ artifact, entryName }) => ({
      name: entryName,
      open: async () => gzipped(await openArtifact(deps.artifacts, artifact)),
    })),
  ];
  return c.body(streamBody(c, zipStream(entries)), 200, headers);
}

function gzipped(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const packed = createGzip();
  pipeline(Readable.from(source, { objectMode: false }), packed).catch((error: unknown) => {
    packed.destroy(error instanceof Error ? error : new Error('A file broke off.', { cause: error }));
  });
  return packed;
}
