import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import { enterPhase } from '../../src/job/state-machine.ts';
import type { ReportPlan } from '../../src/report/contract.ts';
import {
  mergeReports,
  reportFormat,
  type Fragment,
  type Fragments,
  type ReportRequest,
} from '../../src/report/index.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import { readNumberedChunk } from '../stored-objects.ts';
import type { ReportDeps } from './create-report-activities.ts';
import { readPublishedSearch, type PublishedSearch } from './published-search.ts';

/**
 * Streams the fragments into the report and publishes it; the fragments are removed once nobody needs them.
 * A repetition after the row was moved only removes what is left of them.
 */
export async function publishReport(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const now = deps.clock.now().toISOString();
  const row = await updateJob(deps, run.jobId, run.runId, (record) => enterPhase(record, 'merging', now));
  if (row.state !== 'completed') await mergeAndPublish(deps, run, plan);
  await deps.objects.delete(
    Array.from({ length: plan.chunkCount }, (_chunk, index) =>
      objectKeys.fragment(run.jobId, run.runId, index),
    ),
  );
}

async function mergeAndPublish(deps: ReportDeps, run: RunRef, plan: ReportPlan): Promise<void> {
  const request = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await readPublishedSearch(deps, request.searchJobId);
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
  const { digest, sizeBytes } = await objects.put(key, mergeReports(request.key, fragments), {
    mediaType,
    ifAbsent: true,
  });
  return { name: format.fileName, key, sizeBytes, digest, mediaType };
}

async function* fragmentsOf(
  deps: ReportDeps,
  run: RunRef,
  search: PublishedSearch,
  plan: ReportPlan,
): AsyncGenerator<Fragment> {
  for (let index = 0; index < plan.chunkCount; index += 1) {
    const chunk = await readNumberedChunk(deps.stored, search.jobId, search.runId, index);
    const stored = await deps.objects.get(objectKeys.fragment(run.jobId, run.runId, index));
    if (!stored) throw new PlatformError('INTERNAL', 'A rendered part of this report is missing.');
    yield { queriesBefore: chunk.queriesBefore, queryCount: chunk.queryCount, body: stored.body };
  }
}
