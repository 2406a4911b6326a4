import { linkId, links } from '../account/link.ts';
import { notLinked } from './not-linked.ts';
import type { Platform } from './platform.ts';

/**
 * Takes a job out of a principal's collection, with the notes. The job goes on, also without any holder: its result may
 * be wanted again. When the answer to a call was lost, its repetition says `NOT_FOUND`.
 * @throws PlatformError `NOT_FOUND` when the principal is not linked to the job
 */
export async function unlinkJob(
  { documents }: Pick<Platform, 'documents'>,
  jobId: string,
  principal: string,
): Promise<void> {
  if (!(await documents.delete(links, linkId(principal, jobId)))) throw notLinked(jobId);
}
