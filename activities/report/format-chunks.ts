import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { FormattedFile } from '../../src/ports/search-engine.ts';
import {
  asProgramPrints,
  formatterArgs,
  prepareArchive,
  queryFiles,
  type QueryFile,
  type ReportRequest,
} from '../../src/report/index.ts';
import type { SearchKey, SearchRequest } from '../../src/search/request.ts';
import { activitySignal } from '../as-activity.ts';
import { readNumberedChunk } from '../stored-objects.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { readPublishedSearch, type PublishedSearch } from './published-search.ts';
import { queriesOf } from './queries-of.ts';

/** What a step that makes files of its own leaves as its fragment. */
export interface StoredFiles {
  readonly schemaVersion: 1;
  readonly files: readonly Artifact[];
}

/** Renders chunks `from` to `to` (exclusive) with one process into one fragment, unless an earlier attempt has. */
export async function formatChunks(deps: ReportDeps, run: RunRef, from: number, to: number): Promise<void> {
  const fragmentKey = objectKeys.fragment(run.jobId, run.runId, from);
  if (await deps.objects.head(fragmentKey)) return;
  const request = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await readPublishedSearch(deps, request.searchJobId);
  const { key: searchKey } = await deps.stored.json<SearchRequest>(objectKeys.request(search.jobId));
  const part: Part = { request, search, searchKey, from, to };
  const put = async (body: string | AsyncIterable<Uint8Array>): Promise<void> => {
    await deps.objects.put(fragmentKey, body, { ifAbsent: true });
  };
  const args = formatterArgs(request.key);
  if (args === null) return put(preparedArchives(deps, part));
  await deps.scratch.withFolder(async (directory) => {
    const archivePath = join(directory, 'archive.asn');
    await pipeline(Readable.from(preparedArchives(deps, part)), createWriteStream(archivePath));
    const { taxonNames } = request.key;
    const formatted = await deps.engine.formatArchive({
      program: request.program,
      databases: request.databases,
      ...(taxonNames !== undefined && { taxonNames }),
      ...args,
      archivePath,
      scratchDirectory: directory,
      signal: activitySignal(),
    });
    deps.figures.commandRan(formatted.run);
    if (from === 0) {
      const toolRun = canonicalJson({ schemaVersion: 1, ...formatted.run });
      await deps.objects.put(objectKeys.toolRun(run.jobId, run.runId), toolRun, { ifAbsent: true });
    }
    const queries = await queriesOf(deps.stored, search, part);
    const files = queryFiles(request.key.outfmt, searchKey, queries, formatted.extraFiles.length);
    const read = (path: string): AsyncIterable<Uint8Array> =>
      asProgramPrints(searchKey, request.key.outfmt, createReadStream(path));
    if (!files) return put(read(formatted.path));
    await put(canonicalJson(await storeFiles(deps, run, formatted, files, read)));
  });
}

interface Part {
  readonly request: ReportRequest;
  readonly search: PublishedSearch;
  readonly searchKey: SearchKey;
  readonly from: number;
  readonly to: number;
}

/** The archives of a part, one after another, as the formatter is to read them. */
async function* preparedArchives(
  deps: ReportDeps,
  { request, search, searchKey, from, to }: Part,
): AsyncGenerator<Uint8Array> {
  for (let index = from; index < to; index += 1) {
    activitySignal().throwIfAborted();
    const chunk = await readNumberedChunk(deps.stored, search.jobId, search.runId, index);
    const archive = await deps.objects.get(objectKeys.chunk(chunk.chunkKey));
    if (!archive) {
      const message = 'A part of the search results is missing. Submit the search again.';
      throw new PlatformError('CHUNK_MISSING', message);
    }
    yield* prepareArchive(archive.body, chunk, searchKey, request.key);
  }
}

async function storeFiles(
  deps: ReportDeps,
  run: RunRef,
  { path, extraFiles }: FormattedFile,
  files: readonly QueryFile[],
  read: (path: string) => AsyncIterable<Uint8Array>,
): Promise<StoredFiles> {
  const stored: Artifact[] = [];
  for (const [index, { name, mediaType, edit }] of files.entries()) {
    activitySignal().throwIfAborted();
    const key = objectKeys.artifact(run.jobId, run.runId, name);
    const body = edit(read(join(dirname(path), extraFiles[index] ?? '')));
    const { digest, sizeBytes } = await deps.objects.put(key, body, { mediaType, ifAbsent: true });
    stored.push({ name, key, sizeBytes, digest, mediaType });
  }
  return { schemaVersion: 1, files: stored };
}
