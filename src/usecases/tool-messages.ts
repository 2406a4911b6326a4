import { digestOf, objectKeys } from '../job/keys.ts';
import type { Manifest } from '../job/manifest.ts';
import type { ToolNote } from '../job/provenance.ts';
import type { JobRecord } from '../job/record.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { PlanPage } from '../search/plan.ts';
import { readChunkNote, type ArchivedChunk } from './chunk-archive.ts';
import { readJsonIfPresent } from './read-json.ts';
import { readManifest } from './read-job.ts';
import { someAtOnce } from './some-at-once.ts';
import type { StoredObjects } from './stored-objects.ts';
import { storedKeys } from './stored-jobs.ts';

/**
 * What the tools of a job wrote to standard error, in the order of the query; what several of its parts said alike,
 * once. Of a failed job it is its failure, as one line. Notes that are gone, or from before they had it, say nothing.
 * @param record - of a job that is completed or has failed
 * @throws PlatformError as `readManifest`, before anything is sent
 */
export async function readToolMessages(
  deps: { readonly objects: ObjectStore; readonly stored: StoredObjects },
  record: JobRecord,
): Promise<AsyncIterable<Uint8Array>> {
  if (record.state === 'failed') return encoded([oneLine(record.failure?.message ?? '')]);
  const manifest = await readManifest(deps, record);
  return encoded(distinct(messagesOf(deps.objects, manifest)));
}

function messagesOf(objects: ObjectStore, manifest: Manifest): AsyncIterable<string> {
  return manifest.kind === 'report'
    ? someAtOnce(notesOfSteps(objects, manifest), async (key) =>
        saidIn(await readJsonIfPresent<ToolNote>(objects, key)),
      )
    : someAtOnce(chunksOf(objects, manifest), async (chunk) => saidIn(await readChunkNote(objects, chunk)));
}

function saidIn(note: ToolNote | undefined): string {
  return note?.stderr ?? '';
}

async function* chunksOf(objects: ObjectStore, { plan }: Manifest): AsyncGenerator<ArchivedChunk> {
  for (const pageKey of plan?.pageKeys ?? []) {
    const page = await readJsonIfPresent<PlanPage>(objects, pageKey);
    yield* page?.chunks ?? [];
  }
}

async function* notesOfSteps(objects: ObjectStore, { jobId, runId }: Manifest): AsyncGenerator<string> {
  for await (const { key } of storedKeys(objects, objectKeys.stepRuns(jobId, runId))) yield key;
}

/** Remembers digests: of many parts each may say as much as is kept of it. */
async function* distinct(texts: AsyncIterable<string>): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const text of texts) {
    const digest = digestOf(text);
    if (text === '' || seen.has(digest)) continue;
    seen.add(digest);
    yield text;
  }
}

async function* encoded(texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

function oneLine(message: string): string {
  return message === '' ? '' : `${message.replaceAll(/\s+/g, ' ').trim()}\n`;
}
