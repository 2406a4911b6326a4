import type { ApiContext } from '../environment.ts';
import { contentDisposition } from '../middleware/content-disposition.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { lastingHeaders } from '../middleware/lasting-headers.ts';
import { streamBody } from '../middleware/stream-body.ts';

/** A file that is stored nowhere and made while it is sent. */
export interface MadeFile {
  readonly name: string;
  readonly mediaType: string;
  readonly disposition: 'inline' | 'attachment';
  /** Names the bytes, where they are always the same; absent: no client is to keep them. */
  readonly identity?: string;
  readonly sizeBytes?: number;
  /** Called for a GET only, before the head is sent: its failure is answered, a later one cuts the connection. */
  readonly open: () => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** Streams a file that is made meanwhile; no ranges. */
export async function sendMade(c: ApiContext, file: MadeFile): Promise<Response> {
  const { name, mediaType, disposition, identity, sizeBytes } = file;
  const lasting = identity === undefined ? { 'Accept-Ranges': 'none' } : lastingHeaders(identity, 'none');
  if ('ETag' in lasting && matchesEntityTag(c.req.header('if-none-match'), lasting.ETag))
    return c.body(null, 304, lasting);
  const headers = {
    ...lasting,
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(disposition, name),
    ...(sizeBytes !== undefined && { 'Content-Length': String(sizeBytes) }),
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  return c.body(streamBody(c, await file.open()), 200, headers);
}
