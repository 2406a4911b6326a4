import type { JobKind } from '../../job/record.ts';
import type { WorkflowAddress } from '../../ports/job-launcher.ts';

/** Workflow type of each kind of job, as the bundle exports it. */
export const workflowTypes: Readonly<Record<JobKind, string>> = {
  search: 'searchWorkflow',
  report: 'reportWorkflow',
  database: 'buildDatabaseWorkflow',
};

/** Workflow id of a job: kind and content-addressed id (DESIGN section 4). */
export function workflowIdOf({ kind, jobId }: WorkflowAddress): string {
  return `${kind}/${jobId}`;
}
