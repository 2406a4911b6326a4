import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { InvalidInput } from '../../src/multiblast/invalid-input.ts';
import type { WantedConfig } from '../../src/multiblast/report-config.ts';
import { needsNoRun } from '../../src/usecases/submit-job.ts';
import { prepareReport, submitPrepared, type PreparedReport } from '../../src/usecases/submit-report.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { readJsonBody } from '../middleware/read-json-body.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { readQueryJob, type QueryJob } from '../multiblast/read-service-job.ts';
import { whyIncomplete } from '../multiblast/require-complete.ts';
import { turnOf } from '../multiblast/service.ts';
import { unlessNotFound } from '../multiblast/unless-not-found.ts';
import { queryJobIdOf, readReportSubmission } from './report-submission.ts';

const example = {
  queryJobID: '0123456789abcdef0123456789abcdef',
  blastConfig: { formatType: 'single-file-blast-json' },
};

const body = z
  .object({
    queryJobID: z.string(),
    blastConfig: z.looseObject({}).optional(),
    addToUserCollection: z.boolean().default(true),
    userMeta: z.looseObject({}).optional(),
  })
  .openapi('ReportJobConfig');

const route = createRoute({
  method: 'post',
  path: '/report/jobs',
  tags: ['report service'],
  summary: 'Create a report of a complete query job, or find the one that is the same',
  description: '`addToUserCollection` is true unless it is given as false. Without `blastConfig`: pairwise.',
  request: { body: { required: true, content: { 'application/json': { schema: body, example } } } },
  responses: {
    200: {
      description: 'The id of the report job',
      content: {
        'application/json': { schema: z.object({ reportJobID: z.string() }).openapi('ReportJobCreated') },
      },
    },
    ...serviceFaults(400, 401, 403, 413, 415, 422, 500, 503),
  },
});

export function registerSubmitReport(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const sent = await readJsonBody(c, deps.maxBodyBytes);
    const queryJobId = queryJobIdOf(sent);
    const query = queryJobId === undefined ? undefined : await findQuery(deps, c, queryJobId);
    const { config, addToUserCollection, notes } = readReportSubmission(sent, query?.request.key.program);
    if (!query) throw badRequest(`There is no query job ${String(queryJobId).slice(0, 64)}.`);
    const report = await prepared(deps, query, config);
    await requireComplete(deps, query, report);
    const link = { ...notes, principal: c.var.principal.id, site: query.site };
    const asker = { ...turnOf(c), ...(addToUserCollection && { link }) };
    const { record, disposition } = await submitPrepared(deps, report, asker);
    noteJob(c, { jobId: record.id });
    loggerOf(c).info({ disposition }, 'submitted');
    deps.metrics.countSubmission('report', disposition);
    return c.json({ reportJobID: record.id }, 200);
  });
}

function findQuery(deps: ApiDeps, c: ApiContext, id: string): Promise<QueryJob | undefined> {
  return readQueryJob(deps, c, id).catch(unlessNotFound);
}

/** What the report core finds wrong with a format for this search, at the field of this service. */
async function prepared(deps: ApiDeps, query: QueryJob, config: WantedConfig): Promise<PreparedReport> {
  try {
    return await prepareReport(deps, query.record.id, config);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.rule.httpStatus !== 400) throw error;
    throw new InvalidInput({ general: [], byKey: { 'blastConfig.formatType': [error.message] } });
  }
}

/** A report that is there, or on its way, is found even when its query has expired since. */
async function requireComplete(deps: ApiDeps, { record }: QueryJob, report: PreparedReport): Promise<void> {
  const why = whyIncomplete(record);
  if (why !== undefined && !(await needsNoRun(deps, report.jobId))) throw badRequest(why);
}

function badRequest(message: string): PlatformError {
  return new PlatformError('MALFORMED_BODY', message);
}
