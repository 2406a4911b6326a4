import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { completeMasks, formatterArgs, mayHoldMasks, type ReportRequest } from '../../src/report/index.ts';
import { activitySignal } from '../as-activity.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { readNumberedChunk } from '../stored-objects.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { readPublishedSearch, type PublishedSearch } from './published-search.ts';

/** Renders chunks `from` to `to` (exclusive), skipping those an earlier attempt has rendered. */
export async function formatChunks(deps: ReportDeps, run: RunRef, from: number, to: number): Promise<void> {
  const request = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await readPublishedSearch(deps, request.searchJobId);
  await deps.scratch.withFolder(async (directory) => {
    for (let index = from; index < to; index += 1) {
      activitySignal().throwIfAborted();
      if (await deps.objects.head(objectKeys.fragment(run.jobId, run.runId, index))) continue;
      await formatChunk(deps, { run, request, search, index, directory });
    }
  });
}

interface ChunkToFormat {
  readonly run: RunRef;
  readonly request: ReportRequest;
  readonly search: PublishedSearch;
  readonly index: number;
  readonly directory: string;
}

async function formatChunk(deps: ReportDeps, task: ChunkToFormat): Promise<void> {
  const { run, request, search, index, directory } = task;
  const { chunkKey } = await readNumberedChunk(deps.stored, search.jobId, search.runId, index);
  const archivePath = join(directory, 'archive.asn');
  const archive = await deps.objects.get(objectKeys.chunk(chunkKey));
  if (!archive) {
    throw new PlatformError(
      'CHUNK_MISSING',
      'A part of the search results is missing. Submit the search again.',
    );
  }
  const { key } = await deps.stored.json<SearchRequest>(objectKeys.request(search.jobId));
  const body = mayHoldMasks(key) ? completeMasks(archive.body) : archive.body;
  await pipeline(Readable.from(body), createWriteStream(archivePath));
  const formatted = await deps.engine.formatArchive({
    program: request.program,
    databases: request.databases,
    ...formatterArgs(request.key),
    archivePath,
    scratchDirectory: directory,
    signal: activitySignal(),
  });
  if (index === 0) {
    const toolRun = canonicalJson({ schemaVersion: 1, ...formatted.run });
    await deps.objects.put(objectKeys.toolRun(run.jobId, run.runId), toolRun, { ifAbsent: true });
  }
  await deps.objects.put(objectKeys.fragment(run.jobId, run.runId, index), createReadStream(formatted.path), {
    ifAbsent: true,
  });
  await rm(formatted.path);
}
