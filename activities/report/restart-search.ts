import { Context } from '@temporalio/activity';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import { recomputeSearch } from '../../src/usecases/recompute-search.ts';
import type { ReportDeps } from './create-report-activities.ts';

/**
 * Has the search computed again, in the turn of whoever wants the report. What was rendered before is thrown away, with
 * what was said about it: a later version may cut the query at other places.
 */
export async function restartSearch(deps: ReportDeps, run: RunRef): Promise<void> {
  const { searchJobId } = await deps.stored.json<ReportRequest>(run.requestKey);
  await recomputeSearch(deps, searchJobId, turnOf(Context.current().info.priority));
  for (const prefixOf of [objectKeys.fragments, objectKeys.stepRuns])
    await removeAll(deps, prefixOf(run.jobId, run.runId));
}

/** Middle of Temporal's five priorities, where a run has none. */
const usualPriority = 3;

function turnOf(given: { readonly priorityKey?: number; readonly fairnessKey?: string } | undefined) {
  return { priority: given?.priorityKey ?? usualPriority, fairnessKey: given?.fairnessKey ?? '' };
}

async function removeAll({ objects }: ReportDeps, prefix: string): Promise<void> {
  for (;;) {
    const page = await objects.list(prefix);
    if (page.objects.length === 0) return;
    await objects.delete(page.objects.map(({ key }) => key));
  }
}
