import { createRoute, z } from '@hono/zod-openapi';
import { submissions } from '../../src/account/submission.ts';
import { jobs } from '../../src/job/record.ts';
import { queuePositions } from '../../src/usecases/queue-position.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';
import { StatusSchema, viewStatus } from './submission-view.ts';

const ListSchema = z
  .object({
    jobs: z.array(StatusSchema),
    count: z.int(),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  })
  .openapi('SubmissionList');

const route = createRoute({
  method: 'get',
  path: '/v1/jobs',
  tags: ['searches'],
  summary: 'Your submissions, newest first',
  request: {
    query: z.object({
      limit: z
        .string()
        .regex(/^\d{1,3}$/, 'give a whole number from 1 to 500')
        .transform(Number)
        .refine((limit) => limit >= 1 && limit <= 500, 'give a whole number from 1 to 500')
        .default(50)
        .openapi({ type: 'integer', minimum: 1, maximum: 500 }),
      cursor: z.string().max(1000, 'not a cursor of ours').optional(),
    }),
  },
  responses: {
    200: { description: 'A page of submissions', content: { 'application/json': { schema: ListSchema } } },
    ...problems(401, 422, 503),
  },
});

export function registerListJobs(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await deps.documents.find(submissions, {
      where: { principal: c.var.principal.id, surface: 'elastic-blast' },
      sort: { field: 'createdAt', direction: 'descending' },
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    const asked = page.items.map((item) => item.document);
    const ids = asked.flatMap((one) =>
      one.reportJobId === null ? [one.jobId] : [one.jobId, one.reportJobId],
    );
    const rows = new Map(
      (await deps.documents.getMany(jobs, [...new Set(ids)])).map((row) => [row.document.id, row.document]),
    );
    const places = await queuePositions(deps, [...rows.values()]);
    const views = asked.flatMap((one) => {
      const search = rows.get(one.jobId);
      if (!search) return [];
      const report = rows.get(one.reportJobId ?? '');
      return [viewStatus(one, { search, report, queuePosition: places.get(search.id) ?? null })];
    });
    const nextCursor = page.nextCursor ?? null;
    return c.json(
      { jobs: views, count: views.length, next_cursor: nextCursor, has_more: nextCursor !== null },
      200,
    );
  });
}
