import { createRoute, z } from '@hono/zod-openapi';
import type { Link } from '../../src/account/link.ts';
import { blastConfigOf } from '../../src/multiblast/blast-config-of.ts';
import { linkJob } from '../../src/usecases/link-job.ts';
import { readChildren } from '../../src/usecases/query-children.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteJob, noteRoutine } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { QueryParams } from './query-parameters.ts';
import { QueryDetailsSchema, viewEntry } from './query-view.ts';
import { linkOf, readQueryJob } from './read-query.ts';

const route = createRoute({
  method: 'get',
  path: '/query/jobs/{id}',
  tags: ['query service'],
  summary: 'What a query job is and how it is getting on; starts it if it lies ready',
  request: {
    params: QueryParams,
    query: z.object({
      save_job: z.string().optional().openapi({
        description: 'false: do not put the job into your collection. Default: it is put there.',
      }),
    }),
  },
  responses: {
    200: { description: 'The job', content: { 'application/json': { schema: QueryDetailsSchema } } },
    ...serviceFaults(401, 404, 500, 503),
  },
});

export function registerGetQuery(app: Api, deps: ApiDeps): void {
  // Clients ask every few seconds: what is linked already is only read.
  const newLink = async (id: string, principal: string, site: string): Promise<Link> =>
    (await linkJob(deps, id, { principal, site })).link;
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { record, request, scope } = await readQueryJob(deps, c, id);
    noteJob(c, { jobId: id });
    noteRoutine(c);
    const saves = c.req.valid('query').save_job !== 'false';
    const link =
      (await linkOf(deps, c, id)) ?? (saves ? await newLink(id, c.var.principal.id, scope.site) : undefined);
    const { program, task, options } = request.key;
    const targets = scope.targets.map(({ displayName, file }) => ({
      targetDisplayName: displayName,
      targetFile: file,
    }));
    const details = {
      ...viewEntry(id, record, link),
      jobConfig: { site: scope.site, targets },
      blastConfig: { ...blastConfigOf(program, task, options) },
      subJobs: (await readChildren(deps, id)).map(({ jobId }) => jobId),
    };
    return c.json(details, 200);
  });
}
