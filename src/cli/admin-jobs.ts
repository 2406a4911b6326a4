import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { counted } from './counted.ts';
import { parseJobId } from './job-view.ts';
import type { Terminal } from './terminal.ts';

export interface ExpireOptions {
  readonly unusedForDays?: number;
  readonly dryRun?: boolean;
}

/** Gives up the results of the jobs that are named, or of all that nobody has used for long. @returns the exit code */
export async function expireJobs(
  client: ApiClient,
  terminal: Terminal,
  ids: readonly string[],
  { unusedForDays, dryRun = false }: ExpireOptions,
): Promise<number> {
  if (ids.length > 0) {
    if (dryRun || unusedForDays !== undefined)
      throw new CliError('Name jobs, or use --unused-for and --dry-run; not both.', exitCodes.refused);
    for (const id of ids) {
      await client.send(`/admin/jobs/${jobIdOf(id)}/expire`, { method: 'POST' });
      terminal.say(`Job ${id} has expired.`);
    }
    return exitCodes.ok;
  }
  const parameters = new URLSearchParams({ dry_run: String(dryRun) });
  if (unusedForDays !== undefined) parameters.set('unused_for_days', String(unusedForDays));
  const { job_ids } = await client.json(`/admin/expire?${parameters.toString()}`, ExpiredSchema, post);
  if (job_ids.length > 0) terminal.print(job_ids.join('\n'));
  terminal.say(`${counted(job_ids.length, 'job')} ${dryRun ? 'would expire' : 'expired'}.`);
  return exitCodes.ok;
}

/** Runs expired, failed or cancelled jobs again. @returns the exit code */
export async function restartJobs(
  client: ApiClient,
  terminal: Terminal,
  ids: readonly string[],
): Promise<number> {
  for (const id of ids) {
    const { state } = await client.json(`/admin/jobs/${jobIdOf(id)}/restart`, StateSchema, post);
    terminal.say(`Job ${id} is ${state}.`);
  }
  return exitCodes.ok;
}

const post = { method: 'POST' } as const;
const StateSchema = z.object({ state: z.string() });
const ExpiredSchema = z.object({ job_ids: z.array(z.string()) });

/** Administrators act on jobs, which many submissions may share. */
function jobIdOf(text: string): string {
  const id = parseJobId(text);
  if (id.kind === 'job') return id.id;
  throw new CliError(
    `${text} is a submission. Name the job behind it (32 digits; \`durablast job ${text}\` shows its page).`,
    exitCodes.refused,
  );
}
