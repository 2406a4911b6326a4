import { createReadStream } from 'node:fs';
import { PlatformError } from '../../src/errors/index.ts';
import { activitySignal } from '../as-activity.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { toolNote } from '../../src/job/provenance.ts';
import { rangeOf, type PlannedChunk } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import { readQuery } from '../../src/usecases/store-query.ts';
import { isChunkStored } from '../../src/usecases/stored-chunks.ts';
import { findParts, readUnsearched, type ChunkPart } from './chunk-parts.ts';
import type { SearchDeps } from './create-search-activities.ts';
import { joinArchives, type SearchedArchive } from './join-archives.ts';
import { readRankedChunk } from './ranked-chunks.ts';
import { storeArchive } from './store-archive.ts';

/**
 * Searches one chunk, or what nobody has searched of it, unless its archive exists. Of several at once the first to publish
 * wins; what is reported from either is the same.
 */
export async function searchChunk(
  deps: SearchDeps,
  run: RunRef,
  page: number,
  rank: number,
): Promise<{ readonly computed: boolean }> {
  const request = await deps.stored.json<SearchRequest>(run.requestKey);
  const chunk = await readRankedChunk(deps.stored, objectKeys.planPage(run.jobId, run.runId, page), rank);
  if (await isChunkStored(deps.objects, chunk)) return { computed: false };
  const parts = await findParts(deps.objects, request, chunk);
  const completed = parts && (await completeParts(deps, request, chunk, parts));
  if (completed) return completed;
  await searchWhole(deps, request, chunk);
  return { computed: true };
}

async function searchWhole(deps: SearchDeps, request: SearchRequest, chunk: PlannedChunk): Promise<void> {
  await deps.scratch.withFolder(async (directory) => {
    const fasta = await readQuery(deps.objects, request.query.objectKey, rangeOf(chunk));
    const { note, open } = await runTool(deps, request, fasta, directory);
    await storeArchive(deps.objects, chunk.chunkKey, note, open());
  });
}

/** @returns whether a tool ran; `undefined` when a part was swept meanwhile */
async function completeParts(
  deps: SearchDeps,
  request: SearchRequest,
  { chunkKey }: PlannedChunk,
  parts: readonly ChunkPart[],
): Promise<{ readonly computed: boolean } | undefined> {
  const join = (searched?: SearchedArchive): Promise<void> =>
    joinArchives(deps.objects, request.key, chunkKey, parts, searched);
  try {
    if (parts.every(({ isStored }) => isStored)) {
      await join();
      return { computed: false };
    }
    await deps.scratch.withFolder(async (directory) => {
      await join(await runTool(deps, request, readUnsearched(deps.objects, request, parts), directory));
    });
    return { computed: true };
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'CHUNK_MISSING') return undefined;
    throw error;
  }
}

async function runTool(
  { engine, figures }: SearchDeps,
  { key }: SearchRequest,
  fasta: AsyncIterable<Uint8Array>,
  scratchDirectory: string,
): Promise<SearchedArchive> {
  const { program, task, options, databases, domainDatabase } = key;
  const archive = await engine.searchChunk({
    program,
    task,
    options,
    databases,
    ...(domainDatabase && { domainDatabase }),
    batchSizeResidues: splittingRuleOfSearch(key).batchSizeResidues,
    fasta,
    scratchDirectory,
    signal: activitySignal(),
  });
  figures.commandRan(archive.run);
  return { note: toolNote(archive.run, archive.stderr), open: () => createReadStream(archive.path) };
}
