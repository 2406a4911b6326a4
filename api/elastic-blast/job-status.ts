import { createRoute } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';
import { findSubmission, jobsOf, SubmissionParamsSchema } from './find-submission.ts';
import { StatusSchema, viewStatus } from './submission-view.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/jobs/{id}/status',
  tags: ['searches'],
  summary: 'How a submission is doing',
  request: { params: SubmissionParamsSchema },
  responses: {
    200: { description: 'Its status', content: { 'application/json': { schema: StatusSchema } } },
    ...problems(400, 401, 404, 503),
  },
});

export function registerJobStatus(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { document } = await findSubmission(deps, c, c.req.valid('param').id);
    return c.json(viewStatus(document, await jobsOf(deps, document)), 200);
  });
}
