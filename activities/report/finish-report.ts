import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import { mergeReports, reportFormat, type Fragments } from '../../src/report/index.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { countMove } from '../job-figures.ts';
import type { ReportDeps } from './create-report-activities.ts';
import type { OpenReport } from './open-report.ts';

/** What a report is made of, wherever its parts lie. The functions are called when the parts have been joined. */
export interface RenderedReport {
  readonly parts: Fragments;
  readonly tools: () => Promise<readonly ToolRun[]>;
  /** Beside the one that is joined. */
  readonly queryFiles: () => Promise<readonly Artifact[]>;
}

/** Streams the parts into the report's file, the one that lists the others where there are several, and publishes. */
export async function finishReport(
  deps: ReportDeps,
  { jobId, runId }: RunRef,
  { request, searchKey }: OpenReport,
  { parts, tools, queryFiles }: RenderedReport,
): Promise<void> {
  const { fileName: name, mediaType } = reportFormat(request.key.outfmt);
  const key = objectKeys.artifact(jobId, runId, name);
  const report = mergeReports(request.key, searchKey, parts);
  const { digest, sizeBytes } = await deps.objects.put(key, report, { mediaType, ifAbsent: true });
  const move = await publishJob(deps, {
    kind: 'report',
    jobId,
    runId,
    artifacts: [{ name, key, sizeBytes, digest, mediaType }, ...(await queryFiles())],
    provenance: { engine: 'local', databases: request.databases, tools: await tools() },
  });
  countMove(deps.figures, move);
}
