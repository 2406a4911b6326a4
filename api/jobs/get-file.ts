import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import { readJob, readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { problems } from '../middleware/problem-responses.ts';
import { parseByteRange } from './byte-range.ts';
import { JobIdSchema } from './job-parameters.ts';

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const;

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/files/{name}',
  tags: ['jobs'],
  summary: 'One file of a finished job; ranges and conditional requests are served',
  request: { params: z.object({ id: JobIdSchema, name: z.string().min(1).max(200) }) },
  responses: {
    200: { description: 'The file', content: bytes },
    206: { description: 'The range that was asked for', content: bytes },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(404, 409, 410, 416, 422, 503),
  },
});

export function registerGetFile(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id, name } = c.req.valid('param');
    const { artifacts } = await readManifest(deps, await readJob(deps, id));
    const artifact = artifacts.find((one) => one.name === name);
    if (!artifact) {
      const names = artifacts.map((one) => one.name).join(', ');
      throw new PlatformError('NOT_FOUND', `This job has no file ${JSON.stringify(name)}. Its files: ${names}.`);
    }
    return sendArtifact(deps, c, artifact);
  });
}

/** Streams an artifact with everything HTTP says about an immutable file. */
export async function sendArtifact(deps: ApiDeps, c: ApiContext, artifact: Artifact): Promise<Response> {
  const tag = `"${artifact.digest}"`;
  c.header('ETag', tag);
  c.header('Accept-Ranges', 'bytes');
  c.header('Cache-Control', 'private, max-age=86400, immutable');
  if (matchesEntityTag(c.req.header('if-none-match'), tag)) return c.body(null, 304);
  const ifRange = c.req.header('if-range');
  const asked = ifRange === undefined || ifRange === tag ? c.req.header('range') : undefined;
  const range = parseByteRange(asked, artifact.sizeBytes);
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${String(artifact.sizeBytes)}`);
    throw new PlatformError('RANGE_NOT_SATISFIABLE', `The file has ${String(artifact.sizeBytes)} bytes.`);
  }
  const { start, end } = range === 'whole' ? { start: 0, end: artifact.sizeBytes } : range;
  c.header('Content-Type', artifact.mediaType);
  c.header('Content-Length', String(end - start));
  c.header('Content-Disposition', `inline; filename="${artifact.name}"`);
  if (range !== 'whole') c.header('Content-Range', `bytes ${String(start)}-${String(end - 1)}/${String(artifact.sizeBytes)}`);
  const status = range === 'whole' ? 200 : 206;
  if (c.req.method === 'HEAD') return c.body(null, status);
  const stored = await deps.objects.get(artifact.key, range === 'whole' ? undefined : range);
  if (!stored) throw new PlatformError('RESULT_EXPIRED', 'The file has expired. Submit the job again to recompute it.');
  return c.body(Readable.toWeb(Readable.from(stored.body)) as ReadableStream, status);
}
