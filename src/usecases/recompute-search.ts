import { jobs, type JobRecord } from '../job/record.ts';
import { isForsaken, loseResults } from '../job/state-machine.ts';
import type { Manifest } from '../job/manifest.ts';
import { objectKeys } from '../job/keys.ts';
import type { Stored } from '../ports/document-store.ts';
import { removeRun } from './expire-job.ts';
import type { Platform } from './platform.ts';
import { readStoredJob } from './read-job.ts';
import { readJsonIfPresent } from './read-json.ts';
import { restartJob, type Turn } from './restart-job.ts';
import { isPlanStored } from './stored-chunks.ts';

export type SearchManifest = Manifest & Required<Pick<Manifest, 'plan'>>;

type Deps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/**
 * Has a search computed again that has expired or whose published results name archives that are gone; leaves any other
 * as it is, so it may be repeated. From completed the row goes straight to queued: nobody is to see a failure between.
 */
export async function recomputeSearch(deps: Deps, searchJobId: string, turn: Turn): Promise<void> {
  const stored = await readStoredJob(deps, searchJobId);
  const { state, publishedRunId } = stored.document;
  if (state === 'completed') {
    if (publishedRunId === null || (await readUsableResults(deps, stored.document))) return;
    // Somebody else has seen it, too.
    if (!(await giveUp(deps, stored))) return;
    await restartJob(deps, searchJobId, turn);
    await removeRun(deps.objects, searchJobId, publishedRunId);
  } else if (state === 'expired' || isForsaken(stored.document)) {
    await restartJob(deps, searchJobId, turn);
  }
}

/** What a search has published, if all archives that it names are there. */
export async function readUsableResults(
  { objects }: Pick<Deps, 'objects'>,
  { id, publishedRunId }: JobRecord,
): Promise<SearchManifest | undefined> {
  if (publishedRunId === null) return undefined;
  const manifest = await readJsonIfPresent<Manifest>(objects, objectKeys.manifest(id, publishedRunId));
  const plan = manifest?.plan;
  return plan && (await isPlanStored(objects, plan.pageKeys)) ? { ...manifest, plan } : undefined;
}

async function giveUp(
  { documents, clock }: Deps,
  { document, revision }: Stored<JobRecord>,
): Promise<boolean> {
  const lost = loseResults(document, clock.now().toISOString());
  return (await documents.replaceIfRevision(jobs, revision, lost)) !== undefined;
}
