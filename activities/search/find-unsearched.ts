import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { lookForChunks } from '../../src/usecases/stored-chunks.ts';
import { readRankedChunks } from './ranked-chunks.ts';
import type { SearchDeps } from './create-search-activities.ts';

/** Which chunks of a page nobody has searched yet, by rank; each is looked for again before it is searched. */
export async function findUnsearched(
  deps: SearchDeps,
  run: RunRef,
  page: number,
): Promise<readonly number[]> {
  const chunks = await readRankedChunks(deps.stored, objectKeys.planPage(run.jobId, run.runId, page));
  const stored = await lookForChunks(deps.objects, chunks);
  return [...stored.keys()].filter((rank) => stored[rank] === false);
}
