import { createRoute, z } from '@hono/zod-openapi';
import { takeBackSubmission } from '../../src/usecases/take-back-submission.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { findSubmission, SubmissionParamsSchema } from './find-submission.ts';

const DeletedSchema = z
  .object({ job_id: z.string(), status: z.literal('deleted'), message: z.string() })
  .openapi('Deleted');

const route = createRoute({
  method: 'delete',
  path: '/v1/jobs/{id}',
  tags: ['searches'],
  summary: 'Take back a submission; its search stops when nobody else wants it',
  description:
    'An open submission stays in the list and reads as failed with the error code CANCELLED. One that is over, or was ' +
    'taken back before, is forgotten: its id is unknown afterwards. Results belong to the job, not to the submission.',
  request: { params: SubmissionParamsSchema },
  responses: {
    200: { description: 'Taken back', content: { 'application/json': { schema: DeletedSchema } } },
    ...problems(400, 401, 403, 404, 503),
  },
});

const messages = {
  cancelled: 'Taken back. The search stops unless somebody else wants it.',
  forgotten: 'The submission was over and is forgotten.',
} as const;

export function registerDeleteJob(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const submission = await findSubmission(deps, c, c.req.valid('param').id);
    const outcome = await takeBackSubmission(deps, submission);
    loggerOf(c).info({ outcome }, 'taken back');
    return c.json(
      { job_id: submission.document.id, status: 'deleted' as const, message: messages[outcome] },
      200,
    );
  });
}
