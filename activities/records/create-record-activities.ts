import type { RecordActivities } from '../../src/job/contract.ts';
import { cancel, fail, recordProgress } from '../../src/job/state-machine.ts';
import { claimRun } from '../../src/usecases/claim-run.ts';
import type { Platform } from '../../src/usecases/platform.ts';
import { moveJob, updateJob } from '../../src/usecases/update-job.ts';
import { countMove, type JobFigures } from '../job-figures.ts';

/** Activities that keep the row of any job. */
export function createRecordActivities(
  deps: Pick<Platform, 'documents' | 'objects' | 'clock'> & { readonly figures: JobFigures },
): RecordActivities {
  const now = (): string => deps.clock.now().toISOString();
  return {
    async claimRun({ jobId, runId, startedAt, startedBy }) {
      const { published, move } = await claimRun(deps, jobId, { runId, startedAt }, startedBy);
      countMove(deps.figures, move);
      return { published };
    },
    async recordProgress({ jobId, runId }, done, total) {
      await updateJob(deps, jobId, runId, (row) => recordProgress(row, done, total, now()));
    },
    async recordFailure({ jobId, runId }, failure) {
      // What ends because the search it waits for was cancelled is cancelled with it.
      const isCancelled = failure.code === 'CANCELLED';
      const move = await moveJob(deps, jobId, runId, (row) =>
        isCancelled ? cancel(row, now()) : fail(row, failure, now()),
      );
      countMove(deps.figures, move);
    },
    async recordCancellation({ jobId, runId }) {
      await updateJob(deps, jobId, runId, (row) => cancel(row, now()));
    },
  };
}
