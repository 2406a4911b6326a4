import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
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

/** The first hits of a finished tabular report (format 6 with the standard columns), reading no more than it shows. */
export async function topHits(deps: ApiDeps, report: JobRecord): Promise<TopHit[]> {
  const [artifact] = (await readManifest(deps, report)).artifacts;
  const stored = artifact && (await deps.objects.get(artifact.key));
  if (!stored) return [];
  const hits: TopHit[] = [];
  const source = Readable.from(stored.body);
  for await (const line of createInterface({ input: source })) {
    const [query = '', subject = '', identityPercent = '', , , , , , , , evalue = '', bitScore = ''] = line.split('\t');
    hits.push({ query, subject, identityPercent, evalue, bitScore });
    if (hits.length === topHitCount) break;
  }
  source.destroy();
  return hits;
}
