import { createRoute, z } from '@hono/zod-openapi';
import { readJob, readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';
import { ArtifactSchema, viewFile } from './job-view.ts';
import { filesOf } from './report-zip.ts';

const FilesSchema = z
  .object({ files: z.array(ArtifactSchema.extend({ name: z.string() })) })
  .openapi('JobFiles');

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/files',
  tags: ['jobs'],
  summary: 'The files of a finished job',
  request: { params: JobParamsSchema },
  responses: {
    200: {
      description: 'Files, in a stable order',
      content: { 'application/json': { schema: FilesSchema } },
    },
    ...problems(401, 404, 409, 410, 422, 503),
  },
});

export function registerListFiles(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const manifest = await readManifest(deps, await readJob(deps, id));
    const files = filesOf(manifest).map((file) => ({ name: file.name, ...viewFile(id, file) }));
    return c.json({ files }, 200);
  });
}
