import { jobs } from '../job/record.ts';
import type { Platform } from './platform.ts';

/** A restart points straight to today's job, so more steps than one are rare. */
const mostSteps = 16;

/**
 * The id of the job that an id stands for now; its own where nothing superseded it, where nobody knows it, and where
 * pointers lead in a circle: whoever restarts it then mends that.
 */
export async function followSuperseded(
  { documents }: Pick<Platform, 'documents'>,
  jobId: string,
): Promise<string> {
  const passed = new Set<string>();
  let current = jobId;
  while (passed.size < mostSteps) {
    passed.add(current);
    const next = (await documents.get(jobs, current))?.document.supersededBy;
    if (next === undefined) return current;
    if (passed.has(next)) return jobId;
    current = next;
  }
  return current;
}
