import { join } from 'node:path';
import type { RunRef } from '../../src/job/contract.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import { formatSteps, type FormatStep, type ReportPlan } from '../../src/report/contract.ts';
import { formatterArgs } from '../../src/report/index.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import { activitySignal } from '../as-activity.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { finishReport } from './finish-report.ts';
import { archivesOf, formatPart, readFormatted, writeArchives, type ReportPart } from './format-part.ts';
import { openReport } from './open-report.ts';

/** A part on its way. */
interface PartInWork {
  readonly step: FormatStep;
  readonly rendered: Promise<{
    readonly body: () => AsyncIterable<Uint8Array>;
    /** None where the report is the archives themselves. */
    readonly tools: readonly ToolRun[];
  }>;
}

/**
 * Renders the parts of a small report side by side, joins the first while the later ones are rendered, and publishes:
 * no part is stored. A repetition after the row was moved does nothing.
 */
export async function renderReport(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const row = await updateJob(deps, run.jobId, run.runId, (record) => record);
  if (row.state === 'completed') return;
  const report = await openReport(deps, run);
  await deps.scratch.withFolder(async (directory) => {
    const failed = new AbortController();
    const parts = formatSteps(plan).map((step): ReportPart => ({ ...report, run, step }));
    const inWork = renderAll(deps, parts, directory, failed.signal);
    for (const { rendered } of inWork) rendered.catch((error: unknown) => failed.abort(error));
    try {
      await finishReport(deps, run, report, {
        parts: inWork.map(({ step, rendered }) => ({ step, body: async () => (await rendered).body() })),
        inRounds: plan.inRounds,
        tools: async () => (await inWork[0]?.rendered)?.tools ?? [],
        queryFiles: () => Promise.resolve([]),
      });
    } finally {
      failed.abort();
      // The folder goes after the last process that writes into it.
      await Promise.allSettled(inWork.map(({ rendered }) => rendered));
    }
  });
}

/** Archives are written for one part after the other, so that the first process starts at once. */
function renderAll(
  deps: ReportDeps,
  parts: readonly ReportPart[],
  directory: string,
  stop: AbortSignal,
): readonly PartInWork[] {
  let written: Promise<unknown> = Promise.resolve();
  return parts.map((part, index) => {
    const { step } = part;
    // One for each: a signal that many listen to makes Node warn of a leak.
    const signal = AbortSignal.any([activitySignal(), stop]);
    const args = formatterArgs(part.request.key);
    if (args === null) {
      return { step, rendered: Promise.resolve({ body: () => archivesOf(deps, part, signal), tools: [] }) };
    }
    const archive = written.then(() => writeArchives(deps, part, join(directory, String(index)), signal));
    written = archive;
    const rendered = archive.then(async (archivePath) => {
      const { path, run } = await formatPart(deps, part, args, archivePath, signal);
      return { body: () => readFormatted(part, path), tools: [run] };
    });
    return { step, rendered };
  });
}
