import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';

export type JobState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'expired';

/** A job as the command line shows it, whichever surface told of it. */
export interface JobView {
  readonly state: JobState;
  readonly phase?: string;
  readonly percent?: number;
  /** Why it failed, in the server's words. */
  readonly error?: string;
  readonly kind?: string;
  /** Path of its page. */
  readonly page?: string;
  /** Of a submission: the job whose next move will change it. */
  readonly following?: string;
}

/** 32 digits name a job, 12 a submission of the `/v1` surface. */
export type JobId =
  { readonly kind: 'job'; readonly id: string } | { readonly kind: 'submission'; readonly id: string };

/** @throws CliError for a text that is no id */
export function parseJobId(text: string): JobId {
  const id = text.trim().toLowerCase();
  if (/^[0-9a-f]{32}$/.test(id)) return { kind: 'job', id };
  if (/^[0-9a-f]{12}$/.test(id)) return { kind: 'submission', id };
  throw new CliError(
    `"${text}" is no job id: those have 12 or 32 digits from 0-9 and a-f.`,
    exitCodes.refused,
  );
}

export function pathOf(id: JobId): string {
  return id.kind === 'job' ? `/jobs/${id.id}` : `/v1/jobs/${id.id}`;
}

export function isOver(view: JobView): boolean {
  return view.state !== 'queued' && view.state !== 'running';
}

export async function readJob(client: ApiClient, id: JobId, signal?: AbortSignal): Promise<JobView> {
  const path = id.kind === 'job' ? pathOf(id) : `${pathOf(id)}/status`;
  const response = await client.send(path, signal === undefined ? {} : { signal });
  return id.kind === 'job' ? parseJob(client, response, id.id) : parseSubmission(client, response);
}

/** The answer of `GET /jobs/{id}`. */
export async function parseJob(client: ApiClient, response: Response, id: string): Promise<JobView> {
  const job = await client.parse(response, JobSchema);
  return {
    state: job.state,
    page: `/jobs/${id}`,
    ...phaseOf(job.phase),
    ...percentOf(job.progress_detail?.percent),
    ...errorOf(job.error, job.error_code),
    ...(job.kind === undefined ? {} : { kind: job.kind }),
  };
}

async function parseSubmission(client: ApiClient, response: Response): Promise<JobView> {
  const { status, phase, progress_pct, error, job } = await client.parse(response, SubmissionSchema);
  const isFinalizing = phase === 'finalizing';
  const following = isFinalizing ? job?.report_id : job?.id;
  return {
    state: stateOf(status, error?.code),
    kind: 'search',
    ...phaseOf(phase),
    ...percentOf(progress_pct),
    ...errorOf(error?.message, error?.code),
    ...(job ? { page: `/jobs/${job.id}` } : {}),
    ...(typeof following === 'string' ? { following } : {}),
  };
}

/** `/v1` reads a cancelled job as a failed one and tells them apart by the error's code. */
function stateOf(status: z.output<typeof SubmissionSchema>['status'], code: string | undefined): JobState {
  if (status === 'success') return 'completed';
  return status === 'failed' && code === 'CANCELLED' ? 'cancelled' : status;
}

const JobSchema = z.object({
  kind: z.string().optional(),
  state: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled', 'expired']),
  phase: z.string().nullish(),
  progress_detail: z.object({ percent: z.number() }).nullish(),
  error: z.string().nullish(),
  error_code: z.string().nullish(),
});

const SubmissionSchema = z.object({
  status: z.enum(['queued', 'running', 'success', 'failed']),
  phase: z.string().nullish(),
  progress_pct: z.number().nullish(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
  job: z.object({ id: z.string(), report_id: z.string().nullish() }).nullish(),
});

function phaseOf(phase: string | null | undefined): Pick<JobView, 'phase'> {
  return typeof phase === 'string' ? { phase } : {};
}

function percentOf(percent: number | null | undefined): Pick<JobView, 'percent'> {
  return typeof percent === 'number' ? { percent: Math.min(100, Math.max(0, percent)) } : {};
}

function errorOf(
  message: string | null | undefined,
  code: string | null | undefined,
): Pick<JobView, 'error'> {
  if (typeof message !== 'string') return {};
  return { error: typeof code === 'string' ? `${message} [${code}]` : message };
}
