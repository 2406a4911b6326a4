import { proxyActivities } from '@temporalio/workflow';
import type { JobInput, RunRef } from '../src/job/contract.ts';
import { formatSteps, type ReportActivities, type ReportPlan } from '../src/report/contract.ts';
import { asJob } from './as-job.ts';
import { inOrder } from './in-order.ts';
import { showPhase } from './phase.ts';
import { policies } from './policies.ts';
import { countProgress } from './progress.ts';

const { waitForSearch } = proxyActivities<ReportActivities>(policies.waits);
const { formatChunks } = proxyActivities<ReportActivities>(policies.tools);
const { publishReport } = proxyActivities<ReportActivities>(policies.io);

/** Wait for the search, render its archives a few at a time, join the pieces and publish. */
export async function reportWorkflow(input: JobInput): Promise<void> {
  await asJob(input, undefined, async (ref) => {
    showPhase('waiting');
    const plan = await waitForSearch.executeWithOptions({ summary: 'wait for the search' }, [ref]);
    showPhase('formatting');
    await formatAll(ref, plan);
    showPhase('merging');
    await publishReport(ref, plan);
  });
}

async function formatAll(ref: RunRef, plan: ReportPlan): Promise<void> {
  const steps = formatSteps(plan);
  const progress = countProgress(ref, steps.length, 0, 'parts formatted');
  await inOrder(steps, async ({ from, to }) => {
    const summary = `chunks ${String(from + 1)} to ${String(to)} of ${String(plan.chunkCount)}`;
    await formatChunks.executeWithOptions({ summary }, [ref, from, to]);
    progress.stepDone();
  });
  await progress.settled();
}
