import { createRoute } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob, noteRoutine } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { readReportJob } from '../multiblast/read-service-job.ts';
import { LookQuery, ServiceJobParams } from '../multiblast/service-parameters.ts';
import { viewReportConfig } from '../multiblast/view-config.ts';
import { linkOfLook } from '../multiblast/view-link.ts';
import { ReportDetailsSchema, viewReport } from './report-view.ts';

const route = createRoute({
  method: 'get',
  path: '/report/jobs/{id}',
  tags: ['report service'],
  summary: 'What a report is of, and how it is getting on',
  request: { params: ServiceJobParams, query: LookQuery },
  responses: {
    200: { description: 'The job', content: { 'application/json': { schema: ReportDetailsSchema } } },
    ...serviceFaults(401, 404, 500, 503),
  },
});

export function registerGetReport(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { record, request, search, site } = await readReportJob(deps, c, id);
    noteJob(c, { jobId: id });
    noteRoutine(c);
    const link = await linkOfLook(deps, c, { id, site });
    const ids = { reportJobID: id, queryJobID: request.searchJobId };
    return c.json({ ...viewReport(ids, record, link), ...viewReportConfig(request, search) }, 200);
  });
}
