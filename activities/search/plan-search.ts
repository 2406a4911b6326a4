import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { enterPhase, recordProgress } from '../../src/job/state-machine.ts';
import { chunkKeysOf } from '../../src/search/chunk-key.ts';
import type { SearchPlan } from '../../src/search/contract.ts';
import { cutterOf } from '../../src/search/cutter-of.ts';
import { pagesOf, planChunks } from '../../src/search/plan-chunks.ts';
import type { PlanSlots } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import {
  isCutForSlots,
  splittingRuleForSlots,
  splittingRuleOfSearch,
} from '../../src/search/splitting-of-search.ts';
import { readJson } from '../../src/usecases/read-json.ts';
import { readQuery } from '../../src/usecases/store-query.ts';
import { isPlanStored } from '../../src/usecases/stored-chunks.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import type { SearchDeps } from './create-search-activities.ts';
import { findWholeChunk } from './find-whole-chunk.ts';

/** Streams the stored query once and writes the plan pages of this run; an earlier attempt's pages are the same bytes. */
export async function planSearch(deps: SearchDeps, run: RunRef): Promise<SearchPlan> {
  const request = await deps.stored.json<SearchRequest>(run.requestKey);
  const { key, query } = request;
  const forSlots = isCutForSlots(request);
  const rule = forSlots
    ? splittingRuleForSlots(request, await slotsOfPlan(deps, run))
    : splittingRuleOfSearch(key);
  const whole = await findWholeChunk(deps, request);
  const text = await readQuery(deps.objects, query.objectKey);
  const chunks = planChunks(readSequenceSpans(text), {
    cutter: cutterOf(rule, query.residueCount, key.options),
    chunkKeyOf: chunkKeysOf(key),
    ...(whole && { whole }),
  });
  const pageKeys: string[] = [];
  let chunkCount = 0;
  for await (const page of pagesOf(chunks)) {
    const pageKey = objectKeys.planPage(run.jobId, run.runId, page.page);
    // Under the name of one that was cut for slots may lie a page from before they were counted.
    const options = { mediaType: 'application/json', ifAbsent: !forSlots };
    await deps.objects.put(pageKey, canonicalJson(page), options);
    chunkCount += page.chunks.length;
    pageKeys.push(pageKey);
  }
  const now = deps.clock.now().toISOString();
  await updateJob(deps, run.jobId, run.runId, (row) =>
    enterPhase(recordProgress(row, 0, chunkCount, now), 'searching', now),
  );
  const isSearched = chunkCount === 1 && (await isPlanStored(deps.objects, pageKeys));
  return { chunkCount, pageCount: pageKeys.length, ...(isSearched && { isSearched }) };
}

/** Of the worker that was the first to begin, whoever goes on. */
async function slotsOfPlan(
  { objects, toolSlots }: Pick<SearchDeps, 'objects' | 'toolSlots'>,
  { jobId, runId }: RunRef,
): Promise<number> {
  const key = objectKeys.planSlots(jobId, runId);
  const ours: PlanSlots = { schemaVersion: 1, toolSlots };
  await objects.put(key, canonicalJson(ours), { mediaType: 'application/json', ifAbsent: true });
  return (await readJson<PlanSlots>(objects, key)).toolSlots;
}
