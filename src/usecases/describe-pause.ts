import type { JobLauncher } from '../ports/job-launcher.ts';

/** A row of an open job that has not moved for so long is compared with Temporal, and then not again for as long. */
export const staleAfterMs = 15_000;

/** What this process remembers at most; a job that is forgotten is only asked about earlier. */
const mostRemembered = 10_000;

/** When this process last asked a server about each job, the longest ago first. */
const lastAsked = new WeakMap<JobLauncher, Map<string, number>>();

/** Whether the job may be asked about now: at most once in {@link staleAfterMs}, however many poll it. */
export function mayAskAgain(launcher: JobLauncher, jobId: string, now: Date): boolean {
  const asked = lastAsked.get(launcher) ?? new Map<string, number>();
  lastAsked.set(launcher, asked);
  const before = asked.get(jobId);
  if (before !== undefined && now.getTime() - before < staleAfterMs) return false;
  asked.delete(jobId);
  asked.set(jobId, now.getTime());
  const [oldest] = asked.keys();
  if (asked.size > mostRemembered && oldest !== undefined) asked.delete(oldest);
  return true;
}
