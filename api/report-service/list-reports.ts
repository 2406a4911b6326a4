import { createRoute, z } from '@hono/zod-openapi';
import { followSuperseded } from '../../src/usecases/follow-superseded.ts';
import { listLinks } from '../../src/usecases/list-links.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { ReportEntrySchema, viewReport } from './report-view.ts';

const route = createRoute({
  method: 'get',
  path: '/report/jobs',
  tags: ['report service'],
  summary: 'Your collection of reports, newest first',
  request: {
    query: z.object({
      query_job_id: z.string().optional().openapi({ description: 'Only the reports of this query job.' }),
    }),
  },
  responses: {
    200: {
      description: 'The 1,000 newest at most',
      content: { 'application/json': { schema: z.array(ReportEntrySchema) } },
    },
    ...serviceFaults(401, 500, 503),
  },
});

export function registerListReports(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { query_job_id: id } = c.req.valid('query');
    const searchJobIds = id === undefined ? undefined : [id, await followSuperseded(deps, id)];
    const conditions = { kind: 'report', ...(searchJobIds && { searchJobIds }) } as const;
    const { items } = await listLinks(deps, c.var.principal.id, conditions);
    const entries = items.map(({ link, record }) =>
      viewReport({ reportJobID: link.jobId, queryJobID: link.searchJobId ?? '' }, record, link),
    );
    return c.json(entries, 200);
  });
}
