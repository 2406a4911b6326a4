import { createRoute, z } from '@hono/zod-openapi';
import { readJob, readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';
import { fileUrl } from './job-view.ts';

const FilesSchema = z
  .object({
    files: z.array(
      z.object({
        name: z.string(),
        url: z.string(),
        size_bytes: z.int(),
        sha256: z.string(),
        media_type: z.string(),
      }),
    ),
  })
  .openapi('JobFiles');

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/files',
  tags: ['jobs'],
  summary: 'The files of a finished job',
  request: { params: JobParamsSchema },
  responses: {
    200: { description: 'Files, in a stable order', content: { 'application/json': { schema: FilesSchema } } },
    ...problems(404, 409, 410, 422, 503),
  },
});

export function registerListFiles(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const record = await readJob(deps, c.req.valid('param').id);
    const { artifacts } = await readManifest(deps, record);
    const files = artifacts.map((artifact) => ({
      name: artifact.name,
      url: fileUrl(record.id, artifact.name),
      size_bytes: artifact.sizeBytes,
      sha256: artifact.digest,
      media_type: artifact.mediaType,
    }));
    return c.json({ files }, 200);
  });
}
