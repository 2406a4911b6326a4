import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { RunRef } from '../src/job/contract.ts';
import type { SearchActivities, SearchInput, SearchPlan } from '../src/search/contract.ts';
import { chunksPerPage } from '../src/search/plan.ts';
import { asJob } from './as-job.ts';
import { inOrder } from './in-order.ts';
import { showPhase } from './phase.ts';
import { policies } from './policies.ts';
import { countProgress } from './progress.ts';

const { planSearch, publishSearch } = proxyActivities<SearchActivities>(policies.io);
const { searchChunk } = proxyActivities<SearchActivities>(policies.tools);

/** Plan the query, search every chunk that nobody has searched yet, publish. One page of chunks a run of the chain. */
export async function searchWorkflow(input: SearchInput): Promise<void> {
  await asJob(input, input.resume?.run, async (ref, run) => {
    const plan = input.resume?.plan ?? (await cutQuery(ref));
    const page = input.resume?.nextPage ?? 0;
    showPhase('searching');
    await searchPage(ref, plan, page);
    if (page + 1 < plan.pageCount) {
      await continueAsNew<typeof searchWorkflow>({ ...input, resume: { run, plan, nextPage: page + 1 } });
    }
    showPhase('publishing');
    await publishSearch(ref, plan);
  });
}

function cutQuery(ref: RunRef): Promise<SearchPlan> {
  showPhase('planning');
  return planSearch.executeWithOptions({ summary: 'cut the query into chunks' }, [ref]);
}

/** The chunks of one page, the largest first: one that came last would run alone at the end. */
async function searchPage(ref: RunRef, plan: SearchPlan, page: number): Promise<void> {
  const before = page * chunksPerPage;
  const ranks = Array.from({ length: Math.min(chunksPerPage, plan.chunkCount - before) }, (_, rank) => rank);
  const progress = countProgress(ref, plan.chunkCount, before, 'chunks searched');
  await inOrder(ranks, async (rank) => {
    const summary = `chunk ${String(before + rank + 1)} of ${String(plan.chunkCount)}`;
    await searchChunk.executeWithOptions({ summary }, [ref, page, rank]);
    progress.stepDone();
  });
  await progress.settled();
}
