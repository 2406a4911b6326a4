import { createRoute, z } from '@hono/zod-openapi';
import { expireJob } from '../../src/usecases/expire-job.ts';
import { expireUnused } from '../../src/usecases/expire-unused.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { JobParamsSchema } from '../jobs/job-parameters.ts';
import { JobSchema, viewJob } from '../jobs/job-view.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { DryRunSchema } from './admin-parameters.ts';

const ExpiredSchema = z.object({ expired: z.int(), job_ids: z.array(z.string()) }).openapi('ExpiredJobs');

const oneRoute = createRoute({
  method: 'post',
  path: '/admin/jobs/{id}/expire',
  tags: ['admin'],
  summary: 'Give up the results of one job',
  request: { params: JobParamsSchema },
  responses: {
    200: { description: 'The expired job', content: { 'application/json': { schema: JobSchema } } },
    ...problems(401, 403, 404, 409, 422, 503),
  },
});

const unusedRoute = createRoute({
  method: 'post',
  path: '/admin/expire',
  tags: ['admin'],
  summary: 'Give up the results that nobody has used for long',
  request: {
    query: z.object({
      unused_for_days: z
        .string()
        .regex(/^\d{1,5}(\.\d{1,6})?$/, 'give a number of days')
        .transform(Number)
        .optional()
        .openapi({
          type: 'number',
          minimum: 0,
          description: 'Instead of DURABLAST_RESULT_RETENTION_DAYS.',
        }),
      dry_run: DryRunSchema,
    }),
  },
  responses: {
    200: { description: 'What has expired', content: { 'application/json': { schema: ExpiredSchema } } },
    ...problems(401, 403, 422, 503),
  },
});

export function registerExpireJobs(app: Api, deps: ApiDeps): void {
  app.openapi(oneRoute, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    return c.json(await viewJob(deps, await expireJob(deps, id), null), 200);
  });
  app.openapi(unusedRoute, async (c) => {
    const { unused_for_days: days, dry_run: dryRun } = c.req.valid('query');
    const unusedForDays = days ?? deps.resultRetentionDays;
    const { jobIds } = await expireUnused(deps, { unusedForDays, dryRun });
    loggerOf(c).info({ expired: jobIds.length, unusedForDays, dryRun }, 'unused results expired');
    return c.json({ expired: jobIds.length, job_ids: [...jobIds] }, 200);
  });
}
