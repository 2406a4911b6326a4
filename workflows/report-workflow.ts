import { proxyActivities } from '@temporalio/workflow';
import type { JobInput, RunRef } from '../src/job/contract.ts';
import { formatSteps, type ReportActivities, type ReportPlan } from '../src/report/contract.ts';
import { asJob } from './as-job.ts';
import { failureOf } from './failure.ts';
import { inOrder } from './in-order.ts';
import { showPhase } from './phase.ts';
import { policies } from './policies.ts';
import { countProgress } from './progress.ts';

const { waitForSearch } = proxyActivities<ReportActivities>(policies.waits);
const { formatChunks, renderReport } = proxyActivities<ReportActivities>(policies.tools);
const { publishReport, restartSearch } = proxyActivities<ReportActivities>(policies.io);

/** A search whose archives are gone after so many computations is losing them as fast as it makes them: that is a fault. */
const mostRestarts = 3;

/** Make the report; when the search's archives are gone, let it compute them again and go on. */
export async function reportWorkflow(input: JobInput): Promise<void> {
  await asJob(input, undefined, async (ref) => {
    for (let restarts = 0; ; restarts += 1) {
      try {
        await makeReport(ref);
        return;
      } catch (error) {
        if (!isOfLostResults(error) || restarts === mostRestarts) throw error;
      }
      await restartSearch.executeWithOptions({ summary: 'have the search computed again' }, [ref]);
    }
  });
}

function isOfLostResults(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'CHUNK_MISSING' || code === 'RESULT_EXPIRED';
}

/** Wait for the search, render its archives, a few at a time unless they are small, join the pieces and publish. */
async function makeReport(ref: RunRef): Promise<void> {
  showPhase('waiting');
  const plan = await waitForSearch.executeWithOptions({ summary: 'wait for the search' }, [ref]);
  showPhase('formatting');
  if (plan.isSmall === true) {
    await renderReport.executeWithOptions({ summary: 'render, join and publish' }, [ref, plan]);
    return;
  }
  await formatAll(ref, plan);
  showPhase('merging');
  await publishReport(ref, plan);
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
