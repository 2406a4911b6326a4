import { submissions } from '../account/submission.ts';
import type { Platform } from './platform.ts';

/** Whether anybody has a live submission of the job, as a search or as the report that was asked for with one. */
export async function isHeld({ documents }: Pick<Platform, 'documents'>, jobId: string): Promise<boolean> {
  if ((await documents.count(submissions, { jobId, live: true })) > 0) return true;
  return (await documents.count(submissions, { reportJobId: jobId, live: true })) > 0;
}
