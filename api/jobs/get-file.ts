import { createRoute, z } from '@hono/zod-openapi';
import { readJob } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobIdSchema } from './job-parameters.ts';
import { sendJobFile } from './send-job-file.ts';

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const;

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/files/{name}',
  tags: ['jobs'],
  summary:
    'One file of a finished job; ranges (but of `report.zip`, which is made meanwhile) and conditional requests are served',
  request: { params: z.object({ id: JobIdSchema, name: z.string().min(1).max(200) }) },
  responses: {
    200: { description: 'The file, in its own media type', content: bytes },
    206: { description: 'The range that was asked for', content: bytes },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(401, 404, 409, 410, 416, 422, 503),
  },
});

export function registerGetFile(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id, name } = c.req.valid('param');
    noteJob(c, { jobId: id });
    return sendJobFile(deps, c, await readJob(deps, id), name);
  });
}
