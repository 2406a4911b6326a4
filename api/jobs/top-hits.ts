import type { JobRecord } from '../../src/job/record.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { ApiDeps } from '../environment.ts';

/** One row of the table of top hits; texts as BLAST printed them. */
export interface TopHit {
  readonly query: string;
  readonly subject: string;
  readonly identityPercent: string;
  readonly evalue: string;
  readonly bitScore: string;
}

export const topHitCount = 25;

/** However large the report, a page looks at no more of it than this. */
const mostBytes = 2 * 1024 * 1024;

/**
 * The best hits of a finished tabular report (format 6 with the standard columns): as many of each query as make a short
 * table, the queries in their order.
 */
export async function topHits(
  deps: Pick<ApiDeps, 'stored' | 'artifacts'>,
  report: JobRecord,
): Promise<readonly TopHit[]> {
  const [artifact] = (await readManifest(deps, report)).artifacts;
  if (!artifact || artifact.sizeBytes === 0) return [];
  const end = Math.min(artifact.sizeBytes, mostBytes);
  const body = await deps.artifacts.open(artifact, { start: 0, end });
  if (!body) return [];
  const perQuery = Math.max(1, Math.floor(topHitCount / Math.max(1, report.summary.queryCount)));
  const taken = new Map<string, Set<string>>();
  const hits: TopHit[] = [];
  for await (const line of wholeLines(body)) {
    const hit = parseHit(line);
    const subjects = taken.get(hit.query) ?? new Set();
    // A subject's further alignments say little in a short table.
    if (subjects.has(hit.subject) || subjects.size === perQuery) continue;
    taken.set(hit.query, subjects.add(hit.subject));
    hits.push(hit);
    if (hits.length === topHitCount) break;
  }
  return hits;
}

function parseHit(line: string): TopHit {
  const [query = '', subject = '', identityPercent = '', , , , , , , , evalue = '', bitScore = ''] =
    line.split('\t');
  return { query, subject, identityPercent, evalue, bitScore: bitScore.trim() };
}

/** Lines that end; a last one that was cut off is dropped. */
async function* wholeLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
