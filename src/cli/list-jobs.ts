import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

/** The API's own limit of a page. */
const largestPage = 500;

/** Lists the newest submissions. @returns the exit code */
export async function listJobs(client: ApiClient, terminal: Terminal, limit: number): Promise<number> {
  const jobs: ListedJob[] = [];
  let cursor: string | null | undefined;
  do {
    const parameters = new URLSearchParams({ limit: String(Math.min(limit - jobs.length, largestPage)) });
    if (typeof cursor === 'string') parameters.set('cursor', cursor);
    const page = await client.json(`/v1/jobs?${parameters.toString()}`, PageSchema);
    jobs.push(...page.jobs);
    cursor = page.has_more && page.jobs.length > 0 ? page.next_cursor : undefined;
  } while (typeof cursor === 'string' && jobs.length < limit);
  if (jobs.length === 0) terminal.say('There are no jobs yet.');
  else terminal.print(textTable(columns, jobs.map(row)));
  return exitCodes.ok;
}

const JobSchema = z.object({
  job_id: z.string(),
  status: z.string(),
  program: z.string().nullish(),
  db: z.string().nullish(),
  created_at: z.string().nullish(),
  progress_pct: z.number().nullish(),
  title: z.string().nullish(),
  passthrough: z.record(z.string(), z.string()).nullish(),
});

type ListedJob = z.output<typeof JobSchema>;

const PageSchema = z.object({
  jobs: z.array(JobSchema),
  next_cursor: z.string().nullish(),
  has_more: z.boolean().optional(),
});

const columns = [
  { heading: 'job' },
  { heading: 'status' },
  { heading: 'done', isNumber: true },
  { heading: 'submitted' },
  { heading: 'program' },
  { heading: 'database' },
  { heading: 'title' },
];

function row(job: ListedJob): string[] {
  const done =
    job.status === 'running' && typeof job.progress_pct === 'number' ? `${job.progress_pct} %` : '';
  const submitted = (job.created_at ?? '').slice(0, 19).replace('T', ' ');
  const title = job.passthrough?.['title'] ?? job.title ?? '';
  return [job.job_id, job.status, done, submitted, job.program ?? '', job.db ?? '', title];
}
