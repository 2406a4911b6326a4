import { createRoute, z } from '@hono/zod-openapi';
import { jobStates } from '../../src/job/record.ts';
import { discrepancies, reconcileJobs } from '../../src/usecases/reconcile-jobs.ts';
import { sweepObjects, type SweepCounts } from '../../src/usecases/sweep-objects.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { DryRunSchema } from './admin-parameters.ts';

const CountsSchema = z.object({ chunk_objects: z.int(), queries: z.int(), run_files: z.int() });

const SweepSchema = z
  .object({
    deleted: CountsSchema.openapi({ description: 'Wanted by nobody in two sweeps in a row.' }),
    deleted_bytes: z.int(),
    condemned: CountsSchema.openapi({ description: 'Wanted by nobody for the first time.' }),
  })
  .openapi('Sweep');

const FindingsSchema = z
  .object({
    findings: z.array(
      z.object({
        job_id: z.string(),
        discrepancy: z.enum(discrepancies),
        state: z
          .enum(jobStates)
          .nullable()
          .openapi({ description: 'What the row says since; null in a dry run.' }),
      }),
    ),
  })
  .openapi('Findings');

const query = z.object({ dry_run: DryRunSchema });

const sweepRoute = createRoute({
  method: 'post',
  path: '/admin/sweep',
  tags: ['admin'],
  summary: 'Delete what no job has wanted for two sweeps',
  request: { query },
  responses: {
    200: { description: 'What was swept', content: { 'application/json': { schema: SweepSchema } } },
    ...problems(401, 403, 422, 503),
  },
});

const reconcileRoute = createRoute({
  method: 'post',
  path: '/admin/reconcile',
  tags: ['admin'],
  summary: 'Compare rows, results and workflows, and make the rows true',
  description: 'Over a jobs collection that was lost it makes the rows again.',
  request: { query },
  responses: {
    200: { description: 'What was found', content: { 'application/json': { schema: FindingsSchema } } },
    ...problems(401, 403, 422, 503),
  },
});

export function registerKeepHouse(app: Api, deps: ApiDeps): void {
  app.openapi(sweepRoute, async (c) => {
    const dryRun = c.req.valid('query').dry_run;
    const { deleted, deletedBytes, condemned } = await sweepObjects(deps, { dryRun });
    loggerOf(c).info({ deleted, condemned, dryRun }, 'swept');
    return c.json(
      { deleted: viewCounts(deleted), deleted_bytes: deletedBytes, condemned: viewCounts(condemned) },
      200,
    );
  });
  app.openapi(reconcileRoute, async (c) => {
    const dryRun = c.req.valid('query').dry_run;
    const findings = await reconcileJobs(deps, { dryRun });
    loggerOf(c).info({ findings: findings.length, dryRun }, 'reconciled');
    return c.json(
      {
        findings: findings.map(({ jobId, discrepancy, state }) => ({
          job_id: jobId,
          discrepancy,
          state: state ?? null,
        })),
      },
      200,
    );
  });
}

function viewCounts({ chunks, queries, runFiles }: SweepCounts): z.infer<typeof CountsSchema> {
  return { chunk_objects: chunks, queries, run_files: runFiles };
}
