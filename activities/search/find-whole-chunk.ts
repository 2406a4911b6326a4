import { readSequenceSpans, type SequenceSpan } from '../../src/formats/fasta-spans.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { jobs } from '../../src/job/record.ts';
import { canCutArchive } from '../../src/report/index.ts';
import { isIndependent } from '../../src/search/cutter-of.ts';
import type { PlannedChunk, PlanPage, WholeChunk } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import type { SearchDeps } from './create-search-activities.ts';

type Deps = Pick<SearchDeps, 'documents' | 'stored' | 'objects'>;

/**
 * Where the sequence of a search lies in the query that it came with, as that was cut. Only of a chunk whose sequences
 * give together what each gives alone, and whose archive can be cut.
 * @returns `undefined` for a search that came alone or is a chunk by itself, and when the query is gone or not cut yet
 */
export async function findWholeChunk(
  deps: Deps,
  { query, wholeJobId }: SearchRequest,
): Promise<WholeChunk | undefined> {
  if (wholeJobId === undefined) return undefined;
  const whole = await deps.stored.jsonIfPresent<SearchRequest>(objectKeys.request(wholeJobId));
  if (!whole || !canCutArchive(whole.key.options)) return undefined;
  const { key } = whole;
  const rule = splittingRuleOfSearch(key);
  let spans: AsyncGenerator<SequenceSpan> | undefined;
  try {
    for await (const { chunkKey, queryCount } of readLatestPlan(deps, wholeJobId)) {
      // Not before: a body that nobody reads stays open.
      const text = spans ? undefined : await deps.objects.get(whole.query.objectKey);
      spans ??= text && readSequenceSpans(text.body);
      if (!spans) return undefined;
      const sequences = await take(spans, queryCount);
      const index = sequences.findIndex(({ digest }) => digest === query.digest);
      if (index === -1) continue;
      const isExact = queryCount > 1 && sequences.every((one) => isIndependent(one, rule, key.options));
      return isExact ? { chunkKey, index } : undefined;
    }
    return undefined;
  } finally {
    await spans?.return(undefined);
  }
}

/** The chunks of the published run, or of the one under way, as far as they are planned. */
async function* readLatestPlan({ documents, stored }: Deps, jobId: string): AsyncGenerator<PlannedChunk> {
  const row = (await documents.get(jobs, jobId))?.document;
  if (!row) return;
  for (let number = 0; ; number += 1) {
    const key = objectKeys.planPage(jobId, row.publishedRunId ?? row.runId, number);
    const page = await stored.jsonIfPresent<PlanPage>(key);
    if (!page) return;
    yield* page.chunks;
  }
}

async function take(spans: AsyncGenerator<SequenceSpan>, count: number): Promise<readonly SequenceSpan[]> {
  const taken: SequenceSpan[] = [];
  while (taken.length < count) {
    const next = await spans.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
