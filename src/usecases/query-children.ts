import { ByteWriter } from '../formats/byte-writer.ts';
import { readSequenceSpans } from '../formats/fasta-spans.ts';
import { canonicalJson, objectKeys } from '../job/keys.ts';
import type { QueryChildren } from '../search/children.ts';
import type { QueryObject, SearchRequest } from '../search/request.ts';
import type { Platform } from './platform.ts';
import { searchRequest, type SearchTerms } from './prepare-search.ts';
import { readJsonIfPresent } from './read-json.ts';
import type { Turn } from './restart-job.ts';
import { someAtOnce } from './some-at-once.ts';
import { storeQuery } from './store-query.ts';
import { storeRequest } from './store-request.ts';

/** A sequence of a query as a search of its own. */
export interface PreparedChild {
  readonly jobId: string;
  readonly request: SearchRequest;
  readonly fasta: Uint8Array;
}

/**
 * The searches of a query's sequences, in their order, on the terms of the whole; none for a query of one sequence.
 * @param whole - the job of the query
 * @param read - the normalised text; held in memory whole, so the surface bounds it
 */
export async function prepareChildren(
  terms: SearchTerms,
  whole: { readonly jobId: string; readonly request: SearchRequest },
  read: () => AsyncIterable<Uint8Array>,
): Promise<readonly PreparedChild[]> {
  if (whole.request.query.sequenceCount === 1) return [];
  const text = new ByteWriter();
  const children: PreparedChild[] = [];
  for await (const span of readSequenceSpans(keptIn(text, read()))) {
    const { startByte, endByte, residueCount, digest } = span;
    const query = {
      objectKey: objectKeys.query(digest),
      digest,
      sizeBytes: endByte - startByte,
      sequenceCount: 1,
      residueCount,
      longestResidues: residueCount,
    };
    const { jobId, request } = searchRequest(terms, query);
    const fasta = text.view().slice(startByte, endByte);
    children.push({ jobId, request: { ...request, wholeJobId: whole.jobId }, fasta });
  }
  return children;
}

/** A query of several sequences comes behind single ones: whoever looks at one of them is not to wait for all. */
export function turnOfQuery({ priority, fairnessKey }: Turn, { sequenceCount }: QueryObject): Turn {
  return { priority: sequenceCount > 1 ? priority + 1 : priority, fairnessKey };
}

/** Writes queries and requests first, then the list that names them. Idempotent; nothing for a query of one sequence. */
export async function storeChildren(
  deps: Pick<Platform, 'objects' | 'clock'>,
  jobId: string,
  children: readonly PreparedChild[],
): Promise<void> {
  if (children.length === 0) return;
  const distinct = new Map(children.map((child) => [child.jobId, child]));
  const store = async (child: PreparedChild): Promise<void> => {
    await storeQuery(deps, child.request.query.objectKey, () => child.fasta);
    await storeRequest(deps, child);
  };
  for await (const _ of someAtOnce(distinct.values(), store));
  const list: QueryChildren = {
    schemaVersion: 1,
    children: children.map((child) => ({ jobId: child.jobId, queryKey: child.request.query.objectKey })),
  };
  await deps.objects.put(objectKeys.children(jobId), canonicalJson(list), {
    mediaType: 'application/json',
    ifAbsent: true,
  });
}

/** What `storeChildren` has written; none for a query of one sequence. */
export async function readChildren(
  { objects }: Pick<Platform, 'objects'>,
  jobId: string,
): Promise<QueryChildren['children']> {
  return (await readJsonIfPresent<QueryChildren>(objects, objectKeys.children(jobId)))?.children ?? [];
}

/** The text as it passes; what has passed can be read again. */
async function* keptIn(whole: ByteWriter, text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of text) {
    whole.write(piece);
    yield piece;
  }
}
