import { createRoute, z } from '@hono/zod-openapi';
import { cancelSubmission } from '../../src/usecases/cancel-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';
import { findSubmission, SubmissionParamsSchema } from './find-submission.ts';

const DeletedSchema = z.object({ job_id: z.string(), status: z.literal('deleted') }).openapi('Deleted');

const route = createRoute({
  method: 'delete',
  path: '/v1/jobs/{id}',
  tags: ['searches'],
  summary: 'Take back a submission; its search stops when nobody else wants it',
  request: { params: SubmissionParamsSchema },
  responses: {
    200: { description: 'Taken back', content: { 'application/json': { schema: DeletedSchema } } },
    ...problems(400, 401, 404, 503),
  },
});

export function registerDeleteJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const submission = await findSubmission(deps, c, c.req.valid('param').id);
    await cancelSubmission(deps, submission);
    return c.json({ job_id: submission.document.id, status: 'deleted' as const }, 200);
  });
}
