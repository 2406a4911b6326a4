import { createRoute, z } from '@hono/zod-openapi';
import { jobs, jobStates, type JobRecord } from '../../src/job/record.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { JobParamsSchema } from './job-parameters.ts';

const ReportsSchema = z
  .object({
    reports: z.array(
      z.object({ job_id: z.string(), outfmt: z.string(), state: z.enum(jobStates), url: z.string() }),
    ),
  })
  .openapi('JobReports');

const route = createRoute({
  method: 'get',
  path: '/jobs/{id}/reports',
  tags: ['jobs'],
  summary: 'The reports that have been asked of a search',
  request: { params: JobParamsSchema },
  responses: {
    200: { description: 'At most 100 reports', content: { 'application/json': { schema: ReportsSchema } } },
    ...problems(401, 404, 422, 503),
  },
});

export function registerListReports(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    await readJob(deps, id);
    const reports = (await findReports(deps, id)).map((report) => ({
      job_id: report.id,
      outfmt: report.summary.outfmt ?? '',
      state: report.state,
      url: `/jobs/${report.id}`,
    }));
    return c.json({ reports }, 200);
  });
}

/** Jobs that render a search, sorted by id. */
export async function findReports(
  { documents }: Pick<ApiDeps, 'documents'>,
  searchJobId: string,
): Promise<JobRecord[]> {
  const found = await documents.find(jobs, { where: { searchJobId }, limit: 100 });
  return found.items.map(({ document }) => document);
}
