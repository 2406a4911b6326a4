import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRef } from '../../src/job/contract.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import { formatSteps, type ReportPlan } from '../../src/report/contract.ts';
import { formatterArgs, type FormatterArgs, type Fragment } from '../../src/report/index.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import { activitySignal } from '../as-activity.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { finishReport } from './finish-report.ts';
import { archivesOf, formatPart, readFormatted, type ReportPart } from './format-part.ts';
import { openReport } from './open-report.ts';
import { queriesOf } from './queries-of.ts';

/** A part of the report as it is to be joined, and what made it. */
interface RenderedPart {
  readonly body: AsyncIterable<Uint8Array>;
  /** None where the report is the archives themselves. */
  readonly tools: readonly ToolRun[];
}

/**
 * Renders the parts of a small report side by side, joins the first while the later ones are rendered, and publishes:
 * no part is stored. A repetition after the row was moved does nothing.
 */
export async function renderReport(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const row = await updateJob(deps, run.jobId, run.runId, (record) => record);
  if (row.state === 'completed') return;
  const report = await openReport(deps, run);
  const parts = formatSteps(plan).map((step): ReportPart => ({ ...report, run, step }));
  await deps.scratch.withFolder(async (directory) => {
    const failed = new AbortController();
    const rendered = renderAll(deps, parts, directory, failed.signal);
    for (const part of rendered) part.catch((error: unknown) => failed.abort(error));
    try {
      await finishReport(deps, run, report, {
        parts: { [Symbol.asyncIterator]: () => fragmentsOf(deps, parts, rendered, plan) },
        tools: async () => (await rendered[0])?.tools ?? [],
        queryFiles: () => Promise.resolve([]),
      });
    } finally {
      failed.abort();
      // The folder goes after the last process that writes into it.
      await Promise.allSettled(rendered);
    }
  });
}

/** In the order of the parts; archives are written for one after the other, so that the first process starts at once. */
function renderAll(
  deps: ReportDeps,
  parts: readonly ReportPart[],
  directory: string,
  stop: AbortSignal,
): readonly Promise<RenderedPart>[] {
  let written: Promise<unknown> = Promise.resolve();
  return parts.map((part, index) => {
    // One for each: a signal that many listen to makes Node warn of a leak.
    const signal = AbortSignal.any([activitySignal(), stop]);
    const args = formatterArgs(part.request.key);
    if (args === null) return Promise.resolve({ body: archivesOf(deps, part, signal), tools: [] });
    const archive = written.then(() => writeArchives(deps, part, join(directory, String(index)), signal));
    written = archive;
    return archive.then((archivePath) => renderPart(deps, part, args, archivePath, signal));
  });
}

async function writeArchives(
  deps: ReportDeps,
  part: ReportPart,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  await mkdir(directory);
  const archivePath = join(directory, 'archive.asn');
  await writeFile(archivePath, archivesOf(deps, part, signal));
  return archivePath;
}

async function renderPart(
  deps: ReportDeps,
  part: ReportPart,
  args: FormatterArgs,
  archivePath: string,
  signal: AbortSignal,
): Promise<RenderedPart> {
  const { path, run } = await formatPart(deps, part, args, archivePath, signal);
  // Opened anew each time: SAM is read twice.
  const body = { [Symbol.asyncIterator]: () => readFormatted(part, path)[Symbol.asyncIterator]() };
  return { body, tools: [run] };
}

async function* fragmentsOf(
  deps: ReportDeps,
  parts: readonly ReportPart[],
  rendered: readonly Promise<RenderedPart>[],
  { inRounds = false }: ReportPlan,
): AsyncGenerator<Fragment> {
  for (const [index, part] of rendered.entries()) {
    const { search, step } = parts[index] as ReportPart;
    const queries = await queriesOf(deps.stored, search, step);
    yield { ...queries, ...(inRounds && { inRounds }), body: (await part).body };
  }
}
