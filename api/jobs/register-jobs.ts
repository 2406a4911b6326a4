import type { Api, ApiDeps } from '../environment.ts';
import { registerDeleteJob } from './delete-job.ts';
import { registerGetFile } from './get-file.ts';
import { registerGetJob } from './get-job.ts';
import { registerJobEvents } from './job-events.ts';
import { registerListFiles } from './list-files.ts';
import { registerListReports } from './list-reports.ts';

/** `/jobs`: every kind of job by its content-addressed id. */
export function registerJobs(app: Api, deps: ApiDeps): void {
  registerGetJob(app, deps);
  registerDeleteJob(app, deps);
  registerJobEvents(app, deps);
  registerListReports(app, deps);
  registerListFiles(app, deps);
  registerGetFile(app, deps);
}
