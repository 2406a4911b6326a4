import { PlatformError } from '../../src/errors/index.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { contentDisposition } from '../middleware/content-disposition.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { lastingHeaders } from '../middleware/lasting-headers.ts';
import { streamBody } from '../middleware/stream-body.ts';
import { parseByteRange } from './byte-range.ts';

/** Streams an artifact with everything HTTP says about an immutable file. @throws PlatformError `RANGE_NOT_SATISFIABLE`, `RESULT_EXPIRED` */
export async function sendArtifact(
  { artifacts }: Pick<ApiDeps, 'artifacts'>,
  c: ApiContext,
  artifact: Artifact,
  disposition: 'inline' | 'attachment' = 'inline',
): Promise<Response> {
  const { digest, sizeBytes, mediaType, name } = artifact;
  const lasting = lastingHeaders(digest, 'bytes');
  const tag = lasting.ETag;
  if (matchesEntityTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, lasting);
  const range = parseByteRange(rangeHeader(c, tag), sizeBytes);
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${sizeBytes}`);
    throw new PlatformError('RANGE_NOT_SATISFIABLE', `The file has ${sizeBytes} bytes, numbered from 0.`);
  }
  const part = range === 'whole' ? undefined : range;
  const { start, end } = part ?? { start: 0, end: sizeBytes };
  const headers = {
    ...lasting,
    'Content-Type': mediaType,
    'Content-Length': String(end - start),
    'Content-Disposition': contentDisposition(disposition, name),
    ...(part && { 'Content-Range': `bytes ${start}-${end - 1}/${sizeBytes}` }),
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const body = await artifacts.open(artifact, part);
  if (!body)
    throw new PlatformError('RESULT_EXPIRED', 'The file has expired. Submit the job again to recompute it.');
  return c.body(streamBody(c, body), part ? 206 : 200, headers);
}

/** Ranges are for GET (RFC 9110 section 14.2), and only of the entity that `If-Range` names. */
function rangeHeader(c: ApiContext, tag: string): string | undefined {
  const ifRange = c.req.header('if-range');
  if (c.req.method !== 'GET' || (ifRange !== undefined && ifRange !== tag)) return undefined;
  return c.req.header('range');
}
