import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { enterPhase } from '../../src/job/state-machine.ts';
import type { ReportPlan } from '../../src/report/contract.ts';
import { mergeReports, reportFormat, type Fragment, type Fragments, type ReportRequest } from '../../src/report/index.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { readJob } from '../../src/usecases/read-job.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import { readNumberedChunk } from '../stored-objects.ts';
import type { ReportDeps } from './create-report-activities.ts';

/** Streams the fragments into the report and publishes it; the fragments are removed once nobody needs them. */
export async function publishReport(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const now = deps.clock.now().toISOString();
  await updateJob(deps, run.jobId, run.runId, (row) => enterPhase(row, 'merging', now));
  const request = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await readJob(deps, request.key.searchJobId);
  const fragments: Fragments = { [Symbol.asyncIterator]: () => fragmentsOf(deps, run, search, plan) };
  const { schemaVersion: _, ...formatter } = await deps.stored.json<ToolRun & { schemaVersion: 1 }>(
    objectKeys.toolRun(run.jobId, run.runId),
  );
  await publishJob(deps, {
    kind: 'report',
    jobId: run.jobId,
    runId: run.runId,
    artifacts: [await mergeIntoArtifact(deps, run, request, fragments)],
    provenance: { engine: 'local', databases: request.databases, tools: [formatter] },
  });
  await deps.objects.delete(
    Array.from({ length: plan.chunkCount }, (_chunk, index) => objectKeys.fragment(run.jobId, run.runId, index)),
  );
}

async function mergeIntoArtifact(
  { objects }: ReportDeps,
  run: RunRef,
  request: ReportRequest,
  fragments: Fragments,
): Promise<Artifact> {
  const format = reportFormat(request.key.outfmt);
  const key = objectKeys.artifact(run.jobId, run.runId, format.fileName);
  const { mediaType } = format;
  const { digest, sizeBytes } = await objects.put(key, mergeReports(request.key, fragments), { mediaType });
  return { name: format.fileName, key, sizeBytes, digest, mediaType };
}

async function* fragmentsOf(
  deps: ReportDeps,
  run: RunRef,
  search: JobRecord,
  plan: ReportPlan,
): AsyncGenerator<Fragment> {
  for (let index = 0; index < plan.chunkCount; index += 1) {
    const chunk = await readNumberedChunk(deps.stored, search.id, search.publishedRunId ?? '', index);
    const stored = await deps.objects.get(objectKeys.fragment(run.jobId, run.runId, index));
    if (!stored) throw new PlatformError('INTERNAL', 'A rendered part of this report is missing.');
    yield { queriesBefore: chunk.queriesBefore, queryCount: chunk.queryCount, body: stored.body };
  }
}
