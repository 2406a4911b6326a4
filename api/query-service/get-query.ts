import { createRoute } from '@hono/zod-openapi';
import { objectKeys } from '../../src/job/keys.ts';
import type { QueryChildren } from '../../src/search/children.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob, noteRoutine } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { readQueryJob } from '../multiblast/read-service-job.ts';
import { LookQuery, ServiceJobParams } from '../multiblast/service-parameters.ts';
import { viewQueryConfig } from '../multiblast/view-config.ts';
import { linkOfLook } from '../multiblast/view-link.ts';
import { QueryDetailsSchema, viewQuery } from './query-view.ts';

const route = createRoute({
  method: 'get',
  path: '/query/jobs/{id}',
  tags: ['query service'],
  summary: 'What a query job is and how it is getting on; starts it if it lies ready',
  request: { params: ServiceJobParams, query: LookQuery },
  responses: {
    200: { description: 'The job', content: { 'application/json': { schema: QueryDetailsSchema } } },
    ...serviceFaults(401, 404, 500, 503),
  },
});

export function registerGetQuery(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { record, request, site } = await readQueryJob(deps, c, id);
    noteJob(c, { jobId: id });
    noteRoutine(c);
    const link = await linkOfLook(deps, c, { id, site });
    const details = {
      ...viewQuery(id, record, link),
      ...viewQueryConfig(request),
      subJobs: request.query.sequenceCount > 1 ? await childIds(deps, record.id) : [],
    };
    return c.json(details, 200);
  });
}

async function childIds({ stored }: ApiDeps, id: string): Promise<string[]> {
  const list = await stored.jsonIfPresent<QueryChildren>(objectKeys.children(id));
  return (list?.children ?? []).map(({ jobId }) => jobId);
}
