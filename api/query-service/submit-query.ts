import { createRoute, z } from '@hono/zod-openapi';
import { refuseQuery } from '../../src/usecases/refuse-query.ts';
import { submitQuery } from '../../src/usecases/submit-query.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { interactivePriority } from '../multiblast/service.ts';
import { readQuerySubmission } from './query-submission.ts';

const example = {
  jobConfig: {
    site: 'PlasmoDB',
    targets: [{ targetDisplayName: 'Pf3D7', targetFile: 'Pf3D7AnnotatedProteins' }],
    query: '>q1\nMKVLATTRHLAQWLEERGAKVVAIDT\n',
  },
  blastConfig: { tool: 'blastp', eValue: '1e-5' },
};

const body = z
  .object({
    jobConfig: z.looseObject({}),
    blastConfig: z.looseObject({}),
    userMeta: z.looseObject({}).optional(),
  })
  .openapi('QueryJobConfig');

const route = createRoute({
  method: 'post',
  path: '/query/jobs',
  tags: ['query service'],
  summary: 'Create a query job, or find the one that is the same',
  description:
    'As JSON, or as multipart/form-data: a part `config` with that JSON, followed by the FASTA file as a part `query`. ' +
    '`jobConfig.addToUserCollection` is true unless it is given as false. The query is given once, else 400. A 422 names all ' +
    'that is wrong: with the configurations, the targets and the query, which is not judged where `blastConfig.tool` is unknown.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: body, example },
        'multipart/form-data': {
          schema: z.object({ config: body, query: z.string().openapi({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The id of the job',
      content: {
        'application/json': { schema: z.object({ queryJobID: z.string() }).openapi('QueryJobCreated') },
      },
    },
    ...serviceFaults(400, 401, 403, 413, 415, 422, 429, 500, 503),
  },
});

export function registerSubmitQuery(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const submission = await readQuerySubmission(deps, c);
    if ('errors' in submission) return refuseQuery(deps, submission);
    const { search, job, notes, query } = submission;
    const { disposition, record } = await submitQuery(deps, {
      program: search.program,
      options: search.options,
      site: job.site,
      targets: job.targets,
      query,
      principal: c.var.principal,
      ...(job.addToUserCollection && { link: notes }),
      priority: interactivePriority,
    });
    noteJob(c, { jobId: record.id });
    loggerOf(c).info({ disposition }, 'submitted');
    deps.metrics.countSubmission('search', disposition);
    return c.json({ queryJobID: record.id }, 200);
  });
}
