import { jobKinds, type JobKind } from '../../job/record.ts';
import type { WorkflowAddress } from '../../ports/job-launcher.ts';

/** Workflow type of each kind of job, as the bundle exports it. */
export const workflowTypes: Readonly<Record<JobKind, string>> = {
  search: 'searchWorkflow',
  report: 'reportWorkflow',
  database: 'buildDatabaseWorkflow',
};

/** The job of a workflow id; `undefined` when it is none of ours. */
export function addressOf(workflowId: string): WorkflowAddress | undefined {
  const [kind, jobId, more] = workflowId.split('/');
  const known = jobKinds.find((one) => one === kind);
  return known === undefined || jobId === undefined || more !== undefined
    ? undefined
    : { kind: known, jobId };
}

/** Workflow id of a job: kind and content-addressed id (DESIGN section 4). */
export function workflowIdOf({ kind, jobId }: WorkflowAddress): string {
  return `${kind}/${jobId}`;
}
