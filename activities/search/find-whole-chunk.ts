import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { canCutArchive } from '../../src/report/index.ts';
import { chunkFastaDigestOf, chunkKeysOf } from '../../src/search/chunk-key.ts';
import { cutterOf, isIndependent } from '../../src/search/cutter-of.ts';
import type { WholeChunk } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import type { SearchDeps } from './create-search-activities.ts';

/**
 * Where the sequence of a search lies in the query that it came with, as that is cut. Only of a chunk whose sequences
 * give together what each gives alone, and whose archive can be cut.
 * @returns `undefined` for a search that came alone or is a chunk by itself, and when the query is gone
 */
export async function findWholeChunk(
  { stored, objects }: Pick<SearchDeps, 'stored' | 'objects'>,
  { query, wholeJobId }: SearchRequest,
): Promise<WholeChunk | undefined> {
  if (wholeJobId === undefined) return undefined;
  const whole = await stored.jsonIfPresent<SearchRequest>(objectKeys.request(wholeJobId));
  if (!whole || !canCutArchive(whole.key.options)) return undefined;
  const text = await objects.get(whole.query.objectKey);
  if (!text) return undefined;
  const { key } = whole;
  const rule = splittingRuleOfSearch(key);
  const cutter = cutterOf(rule, whole.query.residueCount, key.options);
  for await (const chunk of cutter(readSequenceSpans(text.body))) {
    const digests = chunk.map(({ digest }) => digest);
    const index = digests.indexOf(query.digest);
    if (index === -1) continue;
    const isExact = chunk.length > 1 && chunk.every((sequence) => isIndependent(sequence, rule, key.options));
    return isExact ? { chunkKey: chunkKeysOf(key)(chunkFastaDigestOf(digests)), index } : undefined;
  }
  return undefined;
}
