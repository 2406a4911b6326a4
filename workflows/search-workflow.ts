import { continueAsNew, patched, proxyActivities } from '@temporalio/workflow';
import type { RunRef } from '../src/job/contract.ts';
import type { SearchActivities, SearchInput, SearchPlan, SearchResumption } from '../src/search/contract.ts';
import { chunksPerPage } from '../src/search/plan.ts';
import { asJob } from './as-job.ts';
import { failureOf } from './failure.ts';
import { inOrder, stepsAtOnce } from './in-order.ts';
import { showPhase } from './phase.ts';
import { policies } from './policies.ts';
import { countProgress } from './progress.ts';

const { planSearch, findUnsearched, publishSearch } = proxyActivities<SearchActivities>(policies.io);
const { searchChunk } = proxyActivities<SearchActivities>(policies.tools);

/** Chunks that are gone again after so many rounds are being removed as fast as they are made: that is a fault. */
const mostTimesLost = 3;

/**
 * Plan the query, search every chunk that nobody has searched yet, publish. One page of chunks a run of the chain; when
 * a chunk was removed before its job could name it in a manifest, the chain begins again with the first page.
 */
export async function searchWorkflow(input: SearchInput): Promise<void> {
  await asJob(input, input.resume?.run, async (ref, run) => {
    const {
      plan,
      nextPage: page,
      timesLost = 0,
    } = input.resume ?? { plan: await cutQuery(ref), nextPage: 0 };
    const goOn = (from: Omit<SearchResumption, 'run' | 'plan'>): Promise<never> =>
      continueAsNew<typeof searchWorkflow>({ ...input, resume: { run, plan, ...from } });
    showPhase('searching');
    const needsNoSearch = plan.isSearched === true && timesLost === 0;
    // Runs that began without this question went on to search.
    if (!needsNoSearch || !patched('is-searched')) await searchPage(ref, plan, page);
    if (page + 1 < plan.pageCount) await goOn({ nextPage: page + 1, timesLost });
    showPhase('publishing');
    try {
      await publishSearch(ref, plan);
    } catch (error) {
      if (failureOf(error).code !== 'CHUNK_MISSING' || timesLost === mostTimesLost) throw error;
      await goOn({ nextPage: 0, timesLost: timesLost + 1 });
    }
  });
}

function cutQuery(ref: RunRef): Promise<SearchPlan> {
  showPhase('planning');
  return planSearch.executeWithOptions({ summary: 'cut the query into chunks' }, [ref]);
}

/** The chunks of one page that nobody has searched yet, the largest first: one that came last would run alone at the end. */
async function searchPage(ref: RunRef, plan: SearchPlan, page: number): Promise<void> {
  const before = page * chunksPerPage;
  const count = Math.min(chunksPerPage, plan.chunkCount - before);
  const ranks = await unsearchedRanks(ref, page, count);
  const progress = countProgress(ref, plan.chunkCount, before, 'chunks searched');
  progress.stepsFound(count - ranks.length);
  const search = async (rank: number): Promise<void> => {
    const summary = `chunk ${String(before + rank + 1)} of ${String(plan.chunkCount)}`;
    await searchChunk.executeWithOptions({ summary }, [ref, page, rank]);
    progress.stepDone();
  };
  // Not asked of a few: each answer is written into the history.
  const nextMoment =
    ranks.length > stepsAtOnce && patched('largest-first') ? () => progress.repeat() : undefined;
  await inOrder(ranks, search, nextMoment);
  await progress.settled();
}

/** A single chunk is looked for by its own step. Runs that began without this question go on without. */
async function unsearchedRanks(ref: RunRef, page: number, count: number): Promise<readonly number[]> {
  if (count === 1 || !patched('find-unsearched')) return Array.from({ length: count }, (_, rank) => rank);
  return findUnsearched.executeWithOptions({ summary: 'look for chunks that are searched' }, [ref, page]);
}
