import { createReadStream } from 'node:fs';
import { activitySignal } from '../as-activity.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { toolNote } from '../../src/job/provenance.ts';
import { rangeOf, type PlannedChunk } from '../../src/search/plan.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { splittingRuleOfSearch } from '../../src/search/splitting-of-search.ts';
import { readQuery } from '../../src/usecases/store-query.ts';
import { isChunkStored } from '../../src/usecases/stored-chunks.ts';
import { joinArchives } from './join-archives.ts';
import { readRankedChunk } from './ranked-chunks.ts';
import type { SearchDeps } from './create-search-activities.ts';

/**
 * Searches one chunk unless its archive exists, or can be made of others. Of several at once the first to publish wins;
 * what is reported from either is the same.
 */
export async function searchChunk(
  deps: SearchDeps,
  run: RunRef,
  page: number,
  rank: number,
): Promise<{ readonly computed: boolean }> {
  const request = await deps.stored.json<SearchRequest>(run.requestKey);
  const chunk = await readRankedChunk(deps.stored, objectKeys.planPage(run.jobId, run.runId, page), rank);
  if (await isChunkStored(deps.objects, chunk.chunkKey)) return { computed: false };
  if (await joinArchives(deps.objects, request, chunk)) return { computed: false };
  await deps.scratch.withFolder((directory) => computeArchive(deps, request, chunk, directory));
  return { computed: true };
}

async function computeArchive(
  { objects, engine, figures }: SearchDeps,
  request: SearchRequest,
  chunk: PlannedChunk,
  scratchDirectory: string,
): Promise<void> {
  const { program, task, options, databases, domainDatabase } = request.key;
  const fasta = await readQuery(objects, request.query.objectKey, rangeOf(chunk));
  const archive = await engine.searchChunk({
    program,
    task,
    options,
    databases,
    ...(domainDatabase && { domainDatabase }),
    batchSizeResidues: splittingRuleOfSearch(request.key).batchSizeResidues,
    fasta,
    scratchDirectory,
    signal: activitySignal(),
  });
  figures.commandRan(archive.run);
  // The note about the run goes first: where there is an archive there is its provenance.
  const note = canonicalJson(toolNote(archive.run, archive.stderr));
  await objects.put(objectKeys.chunkRun(chunk.chunkKey), note, {
    mediaType: 'application/json',
    ifAbsent: true,
  });
  await objects.put(objectKeys.chunk(chunk.chunkKey), createReadStream(archive.path), { ifAbsent: true });
}
