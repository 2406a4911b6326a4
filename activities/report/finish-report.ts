import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import type { FormatStep, ReportPlan } from '../../src/report/contract.ts';
import { mergeReports, reportFormat, type Fragment } from '../../src/report/index.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { countMove } from '../job-figures.ts';
import type { ReportDeps } from './create-report-activities.ts';
import type { OpenReport } from './open-report.ts';
import { queriesOf } from './queries-of.ts';

/** What a report is made of, wherever its parts lie. `tools` and `queryFiles` are asked for when all are joined. */
export interface RenderedReport {
  /** In the order of the query. */
  readonly parts: readonly MadePart[];
  readonly inRounds: ReportPlan['inRounds'];
  readonly tools: () => Promise<readonly ToolRun[]>;
  /** Beside the one that is joined. */
  readonly queryFiles: () => Promise<readonly Artifact[]>;
}

export interface MadePart {
  readonly step: FormatStep;
  /** What the formatter made of it; for SAM asked for a second time. */
  readonly body: () => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** Streams the parts into the report's file, the one that lists the others where there are several, and publishes. */
export async function finishReport(
  deps: ReportDeps,
  { jobId, runId }: RunRef,
  report: OpenReport,
  rendered: RenderedReport,
): Promise<void> {
  const { request, searchKey } = report;
  const { fileName: name, mediaType } = reportFormat(request.key.outfmt);
  const key = objectKeys.artifact(jobId, runId, name);
  const fragments = { [Symbol.asyncIterator]: () => fragmentsOf(deps, report, rendered) };
  const body = mergeReports(request.key, searchKey, fragments);
  const { digest, sizeBytes } = await deps.objects.put(key, body, { mediaType, ifAbsent: true });
  const move = await publishJob(deps, {
    kind: 'report',
    jobId,
    runId,
    artifacts: [{ name, key, sizeBytes, digest, mediaType }, ...(await rendered.queryFiles())],
    provenance: { engine: 'local', databases: request.databases, tools: await rendered.tools() },
  });
  countMove(deps.figures, move);
}

async function* fragmentsOf(
  { stored }: ReportDeps,
  { search }: OpenReport,
  { parts, inRounds = false }: RenderedReport,
): AsyncGenerator<Fragment> {
  for (const { step, body } of parts) {
    const queries = await queriesOf(stored, search, step);
    yield { ...queries, ...(inRounds && { inRounds }), body: await body() };
  }
}
