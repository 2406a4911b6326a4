import type { JobRecord } from '../../src/job/record.ts';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import { readStoredJob } from '../../src/usecases/read-job.ts';
import type { Platform } from '../../src/usecases/platform.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';
import { viewJob } from './job-view.ts';

/** What `GET /jobs/{id}` says of a job at one moment. */
export interface JobAnswer {
  readonly record: JobRecord;
  readonly revision: string;
  /** What changes without the row changing is its place in the queue, so that is part of the entity tag. */
  readonly tag: string;
  /** The body, rendered. */
  readonly text: string;
}

/** Answers for pollers, made once for all who ask within a tenth of a second. */
export interface JobAnswers {
  /** Never older than what this process has seen of the job. @throws PlatformError `NOT_FOUND` */
  of(jobId: string): Promise<JobAnswer>;
  /** Whether the answer may still be given to others. */
  holds(jobId: string, answer: JobAnswer): boolean;
  /** Somebody has read or written this revision of the job's row: an answer of another one is not given again. */
  sawRevision(jobId: string, revision: string | undefined): void;
}

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'> & {
  readonly stored: StoredObjects;
};

interface Kept {
  readonly madeAtMs: number;
  readonly answer: Promise<JobAnswer>;
  made?: JobAnswer;
  /** The last one that was seen since the answer was begun. */
  revision?: string | undefined;
}

/** @param keptMs - how much later than its row an answer may be, where nobody in this process has seen a newer one */
export function createJobAnswers(deps: Deps, { keptMs = 100 } = {}): JobAnswers {
  const kept = new Map<string, Kept>();

  function make(jobId: string, madeAtMs: number): Promise<JobAnswer> {
    const entry: Kept = { madeAtMs, answer: answer(deps, jobId) };
    kept.set(jobId, entry);
    const drop = (): void => {
      if (kept.get(jobId) === entry) kept.delete(jobId);
    };
    entry.answer.then((made) => {
      if (entry.revision === made.revision) entry.made = made;
      else drop();
    }, drop);
    return entry.answer;
  }

  /** They lie in the order in which they were made. */
  function dropOld(nowMs: number): void {
    for (const [jobId, { madeAtMs }] of kept) {
      if (nowMs - madeAtMs < keptMs) return;
      kept.delete(jobId);
    }
  }

  return {
    of(jobId) {
      const nowMs = deps.clock.now().getTime();
      dropOld(nowMs);
      return kept.get(jobId)?.answer ?? make(jobId, nowMs);
    },
    holds(jobId, given) {
      const entry = kept.get(jobId);
      return entry?.made === given && deps.clock.now().getTime() - entry.madeAtMs < keptMs;
    },
    sawRevision(jobId, revision) {
      const entry = kept.get(jobId);
      if (entry === undefined || entry.revision === revision) return;
      if (entry.revision === undefined) entry.revision = revision;
      else kept.delete(jobId);
    },
  };
}

async function answer(deps: Deps, jobId: string): Promise<JobAnswer> {
  const { document: record, revision } = await readStoredJob(deps, jobId);
  const position = await queuePosition(deps, record);
  const view = await viewJob(deps, record, position);
  return {
    record,
    revision,
    tag: `W/"${revision}${position === null ? '' : `.${String(position)}`}"`,
    text: JSON.stringify(view),
  };
}
