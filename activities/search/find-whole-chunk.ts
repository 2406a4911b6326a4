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
  const chunks = await readLatestPlan(deps, wholeJobId);
  // A body that nobody reads stays open.
  const text = chunks.length === 0 ? undefined : await deps.objects.get(whole.query.objectKey);
  if (!text) return undefined;
  const { key } = whole;
  const rule = splittingRuleOfSearch(key);
  let sequences: SequenceSpan[] = [];
  let next = 0;
  for await (const sequence of readSequenceSpans(text.body)) {
    sequences.push(sequence);
    const chunk = chunks[next];
    if (!chunk) return undefined;
    if (sequences.length < chunk.queryCount) continue;
    const index = sequences.findIndex(({ digest }) => digest === query.digest);
    const isExact = chunk.queryCount > 1 && sequences.every((one) => isIndependent(one, rule, key.options));
    if (index !== -1) return isExact ? { chunkKey: chunk.chunkKey, index } : undefined;
    sequences = [];
    next += 1;
  }
  return undefined;
}

/** The chunks of the published run, or of the one under way, as far as they are planned. */
async function readLatestPlan({ documents, stored }: Deps, jobId: string): Promise<readonly PlannedChunk[]> {
  const row = (await documents.get(jobs, jobId))?.document;
  const chunks: PlannedChunk[] = [];
  for (let number = 0; row; number += 1) {
    const key = objectKeys.planPage(jobId, row.publishedRunId ?? row.runId, number);
    const page = await stored.jsonIfPresent<PlanPage>(key);
    if (!page) break;
    chunks.push(...page.chunks);
  }
  return chunks;
}
