import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, objectKeys } from '../../src/job/keys.ts';
import { toolNote } from '../../src/job/provenance.ts';
import type { FormattedFile } from '../../src/ports/search-engine.ts';
import type { FormatStep } from '../../src/report/contract.ts';
import { asProgramPrints, type FormatterArgs } from '../../src/report/index.ts';
import { searchArchives } from '../../src/usecases/search-archives.ts';
import type { ReportDeps } from './create-report-activities.ts';
import type { OpenReport } from './open-report.ts';

/** Read at once: joined in pieces of 64 KiB, a report of 50 MB takes 1.7 times the processor time. */
const pieceBytes = 512 * 1024;

/** What one process renders of a report. */
export interface ReportPart extends OpenReport {
  readonly run: RunRef;
  readonly step: FormatStep;
}

/** The archives of a part, one behind the other, as the formatter is to read them. */
export function archivesOf(
  deps: ReportDeps,
  { request, search, searchKey, step }: ReportPart,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  return searchArchives(deps, { search, searchKey, ...step, reportKey: request.key }, signal);
}

/** Writes them into a folder, which is made. @returns where */
export async function writeArchives(
  deps: ReportDeps,
  part: ReportPart,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const archivePath = join(directory, 'archive.asn');
  await writeFile(archivePath, archivesOf(deps, part, signal));
  return archivePath;
}

/**
 * Renders the archives of a part, which lie in a folder of their own, with one process; the files it makes lie beside
 * them. What it had to say is noted before.
 */
export async function formatPart(
  deps: ReportDeps,
  { run, request, step }: ReportPart,
  args: FormatterArgs,
  archivePath: string,
  signal: AbortSignal,
): Promise<FormattedFile> {
  const { taxonNames } = request.key;
  const formatted = await deps.engine.formatArchive({
    program: request.program,
    databases: request.databases,
    ...(taxonNames !== undefined && { taxonNames }),
    ...args,
    archivePath,
    scratchDirectory: dirname(archivePath),
    signal,
  });
  deps.figures.commandRan(formatted.run);
  if (formatted.stderr !== '') {
    const note = canonicalJson(toolNote(formatted.run, formatted.stderr));
    await deps.objects.put(objectKeys.stepRun(run.jobId, run.runId, step.from), note, { ifAbsent: true });
  }
  return formatted;
}

/** A file that the formatter made, as the program that searched prints it. */
export function readFormatted({ request, searchKey }: OpenReport, path: string): AsyncIterable<Uint8Array> {
  const { outfmt } = request.key;
  return asProgramPrints(searchKey, outfmt, createReadStream(path, { highWaterMark: pieceBytes }));
}
