import type { JobStatus } from './contract.ts';
import type { JobService } from './job-service.ts';

/** What the web client waits between two questions. */
export const webClientPollMs = 3_000;

export interface Patience {
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  /** Whether looking puts the job into the collection of who looks, as it does in the web client. */
  readonly saves?: boolean;
}

export interface Followed<Details> {
  readonly details: Details;
  /** How often the job was found expired, and run again. */
  readonly restarts: number;
}

/**
 * Asks for the details of a job until it is complete, as the web client does: always at the same pace, and restarting by
 * itself what has expired.
 * @throws Error when the job failed, with what its tool said, or when the time is up
 */
export async function follow<D extends { readonly status: JobStatus }>(
  service: Pick<JobService<unknown, D, unknown>, 'details' | 'restart' | 'stderr'>,
  id: string,
  { pollMs = webClientPollMs, timeoutMs = 600_000, saves = true }: Patience,
): Promise<Followed<D>> {
  const deadline = Date.now() + timeoutMs;
  for (let restarts = 0; ;) {
    const details = await service.details(id, saves);
    if (details.status === 'complete') return { details, restarts };
    if (details.status === 'failed') throw new Error(`${id} failed: ${(await service.stderr(id)).text}`);
    if (Date.now() > deadline)
      throw new Error(`${id} is still ${details.status} after ${String(timeoutMs)} ms`);
    if (details.status === 'expired') {
      await service.restart(id);
      restarts += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
