import type { Failure } from '../../src/errors/index.ts';
import type { JobRecord, JobState } from '../../src/job/record.ts';

export const publicStates = ['queued', 'running', 'success', 'failed'] as const;
export type PublicState = (typeof publicStates)[number];

/** `/v1`'s words for a search and the report it was submitted with. */
export interface SubmissionStatus {
  readonly status: PublicState;
  readonly phase: string;
  readonly progressPercent: number;
  readonly failure: Failure | null;
}

/** One table from our states to upstream's (its reference: queued, running, success, failed; cancelled reads as failed). */
const statusOfState: Readonly<Record<JobState, PublicState>> = {
  queued: 'queued',
  running: 'running',
  completed: 'success',
  failed: 'failed',
  cancelled: 'failed',
  expired: 'failed',
};

/** Success means that the report can be downloaded, so a finished search whose report is under way is `finalizing`. */
export function submissionStatus(search: JobRecord, report: JobRecord | undefined): SubmissionStatus {
  if (report?.state === 'completed')
    return { status: 'success', phase: 'completed', progressPercent: 100, failure: null };
  if (search.state !== 'completed') return fromJob(search);
  if (report === undefined || report.state === 'queued' || report.state === 'running') {
    return { status: 'running', phase: 'finalizing', progressPercent: 99, failure: null };
  }
  return fromJob(report);
}

/** A submission that its owner took back before it was over, whatever its jobs did since for somebody else. */
export const withdrawnStatus: SubmissionStatus = {
  status: 'failed',
  phase: 'cancelled',
  progressPercent: 0,
  failure: {
    code: 'CANCELLED',
    message: 'You took this submission back. Submit it again to have it computed.',
  },
};

function fromJob(job: JobRecord): SubmissionStatus {
  const status = statusOfState[job.state];
  return {
    status,
    phase: phaseOf(job),
    progressPercent: progressOf(job, status),
    failure:
      job.state === 'expired'
        ? { code: 'RESULT_EXPIRED', message: 'The results have expired.' }
        : job.failure,
  };
}

function phaseOf(job: JobRecord): string {
  if (job.phase === 'cancelling') return 'cancelling';
  if (job.state === 'queued') return 'waiting_for_capacity';
  return job.state === 'running' ? (job.phase ?? 'running') : job.state;
}

/** 0 queued, 5 while nothing is planned, then the share of finished chunks between 1 and 99. */
function progressOf(job: JobRecord, status: PublicState): number {
  if (status !== 'running') return 0;
  const { done, total } = job.progress;
  return total === 0 ? 5 : Math.min(99, Math.max(1, Math.floor((done / total) * 100)));
}
