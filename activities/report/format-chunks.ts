import { dirname, join } from 'node:path';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import { toolNote } from '../../src/job/provenance.ts';
import type { FormattedFile } from '../../src/ports/search-engine.ts';
import { formatterArgs, queryFiles, type QueryFile } from '../../src/report/index.ts';
import { activitySignal } from '../as-activity.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { archivesOf, formatPart, readFormatted, writeArchives, type ReportPart } from './format-part.ts';
import { openReport } from './open-report.ts';
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
  const part: ReportPart = { ...(await openReport(deps, run)), run, step: { from, to } };
  const { key } = part.request;
  const put = async (body: string | AsyncIterable<Uint8Array>): Promise<void> => {
    await deps.objects.put(fragmentKey, body, { ifAbsent: true });
  };
  const signal = activitySignal();
  const args = formatterArgs(key);
  if (args === null) return put(archivesOf(deps, part, signal));
  await deps.scratch.withFolder(async (directory) => {
    const archivePath = await writeArchives(deps, part, directory, signal);
    const formatted = await formatPart(deps, part, args, archivePath, signal);
    if (from === 0) await noteTool(deps, run, formatted);
    const queries = await queriesOf(deps.stored, part.search, part.step);
    const files = queryFiles(key.outfmt, part.searchKey, queries, formatted.extraFiles.length);
    if (!files) return put(readFormatted(part, formatted.path));
    await put(canonicalJson(await storeFiles(deps, part, formatted, files)));
  });
}

/** How the tool was run, once for the report, before what it made. */
async function noteTool(
  { objects }: ReportDeps,
  { jobId, runId }: RunRef,
  made: FormattedFile,
): Promise<void> {
  const note = canonicalJson(toolNote(made.run, ''));
  await objects.put(objectKeys.toolRun(jobId, runId), note, { ifAbsent: true });
}

async function storeFiles(
  deps: ReportDeps,
  part: ReportPart,
  { path, extraFiles }: FormattedFile,
  files: readonly QueryFile[],
): Promise<StoredFiles> {
  const { jobId, runId } = part.run;
  const stored: Artifact[] = [];
  for (const [index, { name, mediaType, edit }] of files.entries()) {
    activitySignal().throwIfAborted();
    const key = objectKeys.artifact(jobId, runId, name);
    const body = edit(readFormatted(part, join(dirname(path), extraFiles[index] ?? '')));
    const { digest, sizeBytes } = await deps.objects.put(key, body, { mediaType, ifAbsent: true });
    stored.push({ name, key, sizeBytes, digest, mediaType });
  }
  return { schemaVersion: 1, files: stored };
}
