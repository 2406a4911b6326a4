import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord } from '../job/record.ts';
import type { JobRequest } from '../job/request.ts';
import type { Platform } from './platform.ts';
import { repairIfStale } from './read-job.ts';
import { readJsonIfPresent } from './read-json.ts';
import type { Turn } from './restart-job.ts';
import { submitJob } from './submit-job.ts';

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/**
 * The row of a job whose request is stored; starts a job that has none: one that waits until somebody asks for it, or
 * whose start a crash prevented. Any number of calls make one run. @throws PlatformError as `submitJob`, and `NOT_FOUND`
 */
export async function resumeJob(deps: Deps, jobId: string, turn: Turn): Promise<JobRecord> {
  const stored = await deps.documents.get(jobs, jobId);
  if (stored) return (await repairIfStale(deps, stored)).document;
  const request = await readJsonIfPresent<JobRequest>(deps.objects, objectKeys.request(jobId));
  if (!request) throw new PlatformError('NOT_FOUND', `There is no job ${jobId}.`);
  return (await submitJob(deps, { jobId, request, ...turn })).record;
}
