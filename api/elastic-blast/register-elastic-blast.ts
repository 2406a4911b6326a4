import type { Api, ApiDeps } from '../environment.ts';
import { registerDeleteJob } from './delete-job.ts';
import { registerJobResults } from './job-results.ts';
import { registerJobStatus } from './job-status.ts';
import { registerListJobs } from './list-jobs.ts';
import { registerSubmitJob } from './submit-job.ts';

/** `/v1/jobs`: searches as clients of the ElasticBLAST REST API submit and follow them. */
export function registerElasticBlast(app: Api, deps: ApiDeps): void {
  registerSubmitJob(app, deps);
  registerListJobs(app, deps);
  registerJobStatus(app, deps);
  registerJobResults(app, deps);
  registerDeleteJob(app, deps);
}
