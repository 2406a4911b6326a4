import type { Api, ApiDeps } from '../environment.ts';
import { registerExpireJobs } from './expire-jobs.ts';
import { registerKeepHouse } from './keep-house.ts';
import { requireAdmin } from './require-admin.ts';
import { registerRestartJob } from './restart-job.ts';

/** `/admin`: what operators do to jobs and stores; the request is held until it is done. */
export function registerAdmin(app: Api, deps: ApiDeps): void {
  app.use('/admin/*', requireAdmin);
  registerExpireJobs(app, deps);
  registerRestartJob(app, deps);
  registerKeepHouse(app, deps);
}
