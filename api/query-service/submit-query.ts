import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError, type ErrorCode } from '../../src/errors/index.ts';
import type { NormalisedFasta } from '../../src/formats/fasta-normaliser.ts';
import { readQueryText } from '../../src/multiblast/query-text-reader.ts';
import { maxResultsProblem } from '../../src/multiblast/query-text-results.ts';
import { defaultsOf } from '../../src/search/option-defaults.ts';
import { submitQuery } from '../../src/usecases/submit-query.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { InvalidInput, serviceFaults } from '../middleware/service-fault.ts';
import { interactivePriority } from '../multiblast/service.ts';
import { readQuerySubmission, type QuerySubmission } from './query-submission.ts';

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
    '`jobConfig.addToUserCollection` is true unless it is given as false.',
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
    const { search, job, notes } = submission;
    const { disposition, record } = await submitQuery(deps, {
      program: search.program,
      options: search.options,
      site: job.site,
      targets: job.targets,
      query: queryOf(deps, submission),
      principal: c.var.principal,
      ...(job.addToUserCollection && { link: notes }),
      priority: interactivePriority,
    }).catch((error: unknown) => {
      throw atItsField(error);
    });
    noteJob(c, { jobId: record.id });
    loggerOf(c).info({ disposition }, 'submitted');
    deps.metrics.countSubmission('search', disposition);
    return c.json({ queryJobID: record.id }, 200);
  });
}

/** All that is wrong with the query shows itself when it has been read to its end. */
function queryOf({ queryLimits }: ApiDeps, { search, fasta }: QuerySubmission): NormalisedFasta {
  const { program, options } = search;
  const query = readQueryText(fasta, { program, keepCase: options.keepCase, limits: queryLimits });
  return {
    text: query.text,
    summary() {
      const faults = query.faults();
      if (faults.length > 0) throw new InvalidInput({ general: [], byKey: { 'jobConfig.query': faults } });
      const summary = query.summary();
      const { max_target_seqs: targets } = {
        ...defaultsOf(program, options.task, undefined),
        ...options.options,
      };
      const byKey = maxResultsProblem(summary.sequenceCount, Number(targets), queryLimits.maxResults);
      if (byKey) throw new InvalidInput({ general: [], byKey });
      return summary;
    },
  };
}

/** What the search core finds wrong with databases and what is asked of them, at the field of this service. */
function atItsField(error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error;
  const key = fieldOfCode[error.code];
  return key === undefined ? error : new InvalidInput({ general: [], byKey: { [key]: [error.message] } });
}

const fieldOfCode: Partial<Record<ErrorCode, string>> = {
  UNKNOWN_DATABASE: 'jobConfig.targets',
  WRONG_MOLECULE_TYPE: 'jobConfig.targets',
  UNSUITABLE_DATABASE: 'jobConfig.targets',
};
