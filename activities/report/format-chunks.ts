import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import { toolNote } from '../../src/job/provenance.ts';
import type { FormattedFile } from '../../src/ports/search-engine.ts';
import {
  asProgramPrints,
  formatterArgs,
  queryFiles,
  type QueryFile,
  type ReportRequest,
} from '../../src/report/index.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { readPublishedSearch } from '../../src/usecases/published-search.ts';
import { searchArchives } from '../../src/usecases/search-archives.ts';
import { activitySignal } from '../as-activity.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { queriesOf } from './queries-of.ts';

/** Read at once: joined in pieces of 64 KiB, a report of 50 MB takes 1.7 times the processor time. */
const pieceBytes = 512 * 1024;

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
  const part = { search, searchKey, reportKey: request.key, from, to };
  const archives = (): AsyncIterable<Uint8Array> => searchArchives(deps, part, activitySignal());
  const put = async (body: string | AsyncIterable<Uint8Array>): Promise<void> => {
    await deps.objects.put(fragmentKey, body, { ifAbsent: true });
  };
  const args = formatterArgs(request.key);
  if (args === null) return put(archives());
  await deps.scratch.withFolder(async (directory) => {
    const archivePath = join(directory, 'archive.asn');
    await writeFile(archivePath, archives());
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
    await noteTool(deps, run, from, formatted);
    const queries = await queriesOf(deps.stored, search, part);
    const files = queryFiles(request.key.outfmt, searchKey, queries, formatted.extraFiles.length);
    const read = (path: string): AsyncIterable<Uint8Array> =>
      asProgramPrints(searchKey, request.key.outfmt, createReadStream(path, { highWaterMark: pieceBytes }));
    if (!files) return put(read(formatted.path));
    await put(canonicalJson(await storeFiles(deps, run, formatted, files, read)));
  });
}

/** Before what the tool made: how it was run, once for the report, and what it had to say, of every step. */
async function noteTool(
  { objects }: ReportDeps,
  { jobId, runId }: RunRef,
  from: number,
  { run, stderr }: FormattedFile,
): Promise<void> {
  const note = async (key: string, said: string): Promise<void> => {
    await objects.put(key, canonicalJson(toolNote(run, said)), { ifAbsent: true });
  };
  if (from === 0) await note(objectKeys.toolRun(jobId, runId), '');
  if (stderr !== '') await note(objectKeys.stepRun(jobId, runId, from), stderr);
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
