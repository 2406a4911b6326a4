import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import { toolRunOf, type ToolNote, type ToolRun } from '../../src/job/provenance.ts';
import { enterPhase } from '../../src/job/state-machine.ts';
import { formatSteps, type FormatStep, type ReportPlan } from '../../src/report/contract.ts';
import { formatterArgs, makesQueryFiles, type ReportRequest } from '../../src/report/index.ts';
import { readJson } from '../../src/usecases/read-json.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { finishReport } from './finish-report.ts';
import type { StoredFiles } from './format-chunks.ts';
import { openReport } from './open-report.ts';

/**
 * Streams the fragments into the report and publishes it; the fragments are removed once nobody needs them.
 * A repetition after the row was moved only removes what is left of them.
 */
export async function publishReport(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const now = deps.clock.now().toISOString();
  const row = await updateJob(deps, run.jobId, run.runId, (record) => enterPhase(record, 'merging', now));
  if (row.state !== 'completed') {
    const report = await openReport(deps, run);
    await finishReport(deps, run, report, {
      parts: formatSteps(plan).map((step) => ({
        step,
        body: () => fragmentBody(deps, fragmentKey(run, step)),
      })),
      inRounds: plan.inRounds,
      tools: () => toolsOf(deps, run, report.request),
      queryFiles: () => queryFilesOf(deps, run, report.request, plan),
    });
  }
  await deps.objects.delete(fragmentKeys(run, plan));
}

/** The formatter, unless the report is the archives themselves. */
async function toolsOf(deps: ReportDeps, run: RunRef, { key }: ReportRequest): Promise<readonly ToolRun[]> {
  if (formatterArgs(key) === null) return [];
  return [toolRunOf(await deps.stored.json<ToolNote>(objectKeys.toolRun(run.jobId, run.runId)))];
}

async function queryFilesOf(
  { objects }: ReportDeps,
  run: RunRef,
  { key: { outfmt } }: ReportRequest,
  plan: ReportPlan,
): Promise<readonly Artifact[]> {
  if (!makesQueryFiles(outfmt)) return [];
  const files: Artifact[] = [];
  for (const key of fragmentKeys(run, plan)) files.push(...(await readJson<StoredFiles>(objects, key)).files);
  return files;
}

/** Opened when it is read: the list of files is made without. */
async function* fragmentBody({ objects }: ReportDeps, key: string): AsyncGenerator<Uint8Array> {
  const stored = await objects.get(key);
  if (!stored) throw new PlatformError('INTERNAL', 'A rendered part of this report is missing.');
  yield* stored.body;
}

function fragmentKeys(run: RunRef, plan: ReportPlan): string[] {
  return formatSteps(plan).map((step) => fragmentKey(run, step));
}

function fragmentKey({ jobId, runId }: RunRef, { from }: FormatStep): string {
  return objectKeys.fragment(jobId, runId, from);
}
