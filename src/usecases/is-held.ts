import { links } from '../account/link.ts';
import { submissions } from '../account/submission.ts';
import { jobs } from '../job/record.ts';
import type { Platform } from './platform.ts';

/**
 * Whether anybody holds the job: by a live submission that asked for it, as a search or as the report with one, or by a
 * link to it, to a report that is made from it, or to an id that stands for it.
 */
export async function isHeld({ documents }: Pick<Platform, 'documents'>, jobId: string): Promise<boolean> {
  if ((await documents.count(submissions, { jobId, live: true })) > 0) return true;
  if ((await documents.count(submissions, { reportJobId: jobId, live: true })) > 0) return true;
  if ((await documents.count(links, { jobId })) > 0) return true;
  if ((await documents.count(links, { searchJobId: jobId })) > 0) return true;
  const { items } = await documents.find(jobs, { where: { supersededBy: jobId } });
  const ids = items.map(({ document }) => document.id);
  return ids.length > 0 && (await documents.count(links, { jobId: { in: ids } })) > 0;
}
