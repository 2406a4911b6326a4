import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { isJobId } from '../../src/job/keys.ts';
import { expireJob } from '../../src/usecases/expire-job.ts';
import { purgeJobs } from '../../src/usecases/purge-jobs.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import { findScoped, scopedJobs, type ScopedJob } from '../../src/usecases/scoped-jobs.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { ServiceJobParams } from './service-parameters.ts';
import type { Service } from './service.ts';
import { QueryConfigSchema, ReportConfigSchema, viewQueryConfig, viewReportConfig } from './view-config.ts';

const BrokenJobSchema = z
  .object({
    queryJobID: z.string().optional().openapi({ description: 'In the query service.' }),
    reportJobID: z.string().optional().openapi({ description: 'In the report service.' }),
    rawConfig: z.union([QueryConfigSchema, ReportConfigSchema.extend({ queryJobID: z.string() })]),
    createdOn: z.string().openapi({ format: 'date-time' }),
    failedOn: z.string().openapi({ format: 'date-time' }),
  })
  .openapi('BrokenJob');

/** More failures than anybody reads. */
const mostBroken = 1_000;

const routesOf = ({ prefix, tag }: Service) => {
  const cache = { method: 'delete' as const, tags: [tag] };
  const responses = {
    204: { description: 'They read as expired; whoever asks the same has it computed again' },
    ...serviceFaults(401, 500, 503),
  };
  return {
    all: createRoute({
      ...cache,
      path: `${prefix}/maintenance/cache`,
      summary: 'Give up the results and failures of all jobs; for administrators',
      responses,
    }),
    one: createRoute({
      ...cache,
      path: `${prefix}/maintenance/cache/{id}`,
      summary: 'Give up the results or the failure of one job; for administrators',
      request: { params: ServiceJobParams },
      responses: { ...responses, ...serviceFaults(404, 409) },
    }),
    broken: createRoute({
      method: 'get',
      tags: [tag],
      path: `${prefix}/maintenance/broken-jobs`,
      summary: 'The jobs that have failed, oldest first; for administrators',
      responses: {
        200: {
          description: `At most ${String(mostBroken)}`,
          content: { 'application/json': { schema: z.array(BrokenJobSchema) } },
        },
        ...serviceFaults(401, 500, 503),
      },
    }),
  };
};

export function registerMaintenance(app: Api, deps: ApiDeps, service: Service): void {
  const { all, one, broken } = routesOf(service);
  app.openapi(all, async (c) => {
    requireAdminToken(c);
    const purged = await purgeJobs(deps, service.kind);
    loggerOf(c).info({ purged, kind: service.kind }, 'purged');
    return c.body(null, 204);
  });
  app.openapi(one, async (c) => {
    requireAdminToken(c);
    const { id } = c.req.valid('param');
    noteJob(c, { jobId: id });
    const record = isJobId(id) ? await readJob(deps, id) : undefined;
    if (record?.kind !== service.kind || !(await findScoped(deps, id)))
      throw new PlatformError('NOT_FOUND', `There is no such job ${id.slice(0, 64)}.`);
    await expireJob(deps, id, { failedToo: true });
    return c.body(null, 204);
  });
  app.openapi(broken, async (c) => {
    requireAdminToken(c);
    const found: z.infer<typeof BrokenJobSchema>[] = [];
    for await (const job of scopedJobs(deps, service.kind, ['failed'])) {
      found.push(viewBroken(job));
      if (found.length === mostBroken) break;
    }
    return c.json(found, 200);
  });
}

function viewBroken({ record, search, report }: ScopedJob): z.infer<typeof BrokenJobSchema> {
  const { id, createdAt: createdOn, finishedAt, updatedAt } = record;
  const dates = { createdOn, failedOn: finishedAt ?? updatedAt };
  if (!report) return { queryJobID: id, rawConfig: viewQueryConfig(search), ...dates };
  const rawConfig = { queryJobID: report.searchJobId, ...viewReportConfig(report, search) };
  return { reportJobID: id, rawConfig, ...dates };
}

/** Without a token of its own the server listens on loopback only, and lets everybody do everything. */
function requireAdminToken(c: ApiContext): void {
  const { role } = c.var.principal;
  if (role === 'admin' || role === 'anonymous') return;
  throw new PlatformError('UNAUTHENTICATED', 'Only an administrator may do this: send the Admin-Token.');
}
