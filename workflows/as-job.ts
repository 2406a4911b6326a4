import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ContinueAsNew,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { JobInput, RecordActivities, RunRef } from '../src/job/contract.ts';
import type { Run } from '../src/ports/job-launcher.ts';
import { failureOf } from './failure.ts';
import { policies } from './policies.ts';

const records = proxyActivities<RecordActivities>(policies.records);

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
    const { startedBy } = input;
    const claim = { ...ref, ...run, ...(startedBy !== undefined && { startedBy }) };
    if (!resumed && (await records.claimRun(claim)).published) return;
    await steps(ref, run);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    await CancellationScope.nonCancellable(() => recordEnd(ref, error));
    throw error instanceof ActivityFailure || isCancellation(error) ? error : bug(error);
  }
}

function thisRun(): Run {
  const info = workflowInfo();
  return { runId: info.firstExecutionRunId, startedAt: info.startTime.toISOString() };
}

function recordEnd(ref: RunRef, error: unknown): Promise<void> {
  return isCancellation(error)
    ? records.recordCancellation(ref)
    : records.recordFailure(ref, failureOf(error));
}

/** A plain error would be retried as a workflow task for ever; this ends the run and shows what it was. */
function bug(error: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
    nonRetryable: true,
  });
}
