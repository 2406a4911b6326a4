import { OpenAPIHono } from '@hono/zod-openapi';
import { registerAdmin } from './admin/register-admin.ts';
import { registerDatabases } from './databases/register-databases.ts';
import type { ApiDeps, ApiEnv } from './environment.ts';
import { registerElasticBlast } from './elastic-blast/register-elastic-blast.ts';
import { registerJobs } from './jobs/register-jobs.ts';
import { authenticate } from './middleware/authenticate.ts';
import { handleError, handleNotFound } from './middleware/problem.ts';
import { observeRequests } from './middleware/observe-requests.ts';
import { refuseCrossSite } from './middleware/refuse-cross-site.ts';
import { rejectSchemaFaults } from './middleware/schema-fault.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { registerQueryService } from './query-service/register-query-service.ts';
import { registerReportService } from './report-service/register-report-service.ts';
import { registerSystem } from './system/register-system.ts';

/** The whole HTTP surface over the use cases. Holds no state of its own: any number of these may run side by side. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: rejectSchemaFaults });
  app.use(observeRequests(deps));
  app.use(securityHeaders);
  app.onError(handleError);
  app.notFound(handleNotFound);
  registerSystem(app, deps);
  app.use(refuseCrossSite(deps));
  registerQueryService(app, deps);
  registerReportService(app, deps);
  app.use(authenticate(deps));
  registerJobs(app, deps);
  registerElasticBlast(app, deps);
  registerDatabases(app, deps);
  registerAdmin(app, deps);
  return app;
}
