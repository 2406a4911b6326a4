import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ContinueAsNew,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { JobInput, RecordActivities, RunRef } from '../src/job/contract.ts';
import type { Run } from '../src/ports/job-launcher.ts';
import { failureOf } from './failure.ts';
import { policies } from './policies.ts';

const records = proxyActivities<RecordActivities>(policies.records);
const atOnce = proxyLocalActivities<Pick<RecordActivities, 'claimRun'>>(policies.atOnce);

/**
 * The frame of every job: claim the row, do the steps, and whatever happens leave the row telling the truth.
 * `resumed` names the run that a continuation goes on with; it has claimed the row already.
 */
export async function asJob(
  input: JobInput,
  resumed: Run | undefined,
  steps: (ref: RunRef, run: Run) => Promise<void>,
): Promise<void> {
  const run = resumed ?? thisRun();
  const ref: RunRef = { jobId: input.jobId, requestKey: input.requestKey, runId: run.runId };
  try {
    const { startedBy, schemaVersion } = input;
    // Runs that began before claim by a task of its own.
    const { claimRun } = schemaVersion === 1 ? records : atOnce;
    const claim = { ...ref, ...run, ...(startedBy !== undefined && { startedBy }) };
    if (!resumed && (await claimRun(claim)).published) return;
    await steps(ref, run);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    const end = asEnd(error);
    await CancellationScope.nonCancellable(() =>
      isCancellation(end) ? records.recordCancellation(ref) : records.recordFailure(ref, failureOf(error)),
    );
    throw end;
  }
}

function thisRun(): Run {
  const info = workflowInfo();
  return { runId: info.firstExecutionRunId, startedAt: info.startTime.toISOString() };
}

/**
 * What the run ends with. A step whose worker was lost after the cancellation is not tried again and fails by its
 * timeout: it was stopped all the same. A plain error would be retried as a workflow task for ever; as a failure it
 * ends the run and shows what it was.
 */
function asEnd(error: unknown): Error {
  if (error instanceof ActivityFailure) {
    const stopped = error.retryState === 'CANCEL_REQUESTED' && !isCancellation(error);
    return stopped && patched('stopped-is-cancelled')
      ? new CancelledFailure(error.message, [], error)
      : error;
  }
  if (error instanceof Error && isCancellation(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.create({ type: 'INTERNAL', message, nonRetryable: true });
}
