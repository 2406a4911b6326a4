import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import { enterPhase, recordProgress } from '../../src/job/state-machine.ts';
import { formatSteps, type ReportPlan } from '../../src/report/contract.ts';
import { isPlannedBySize, makesQueryFiles, planSteps, type ReportRequest } from '../../src/report/index.ts';
import type { SearchRequest } from '../../src/search/request.ts';
import { isInRounds } from '../../src/search/rounds.ts';
import { noteAccess } from '../../src/usecases/note-access.ts';
import { readPlannedChunks } from '../../src/usecases/planned-chunks.ts';
import { readJob, readManifest } from '../../src/usecases/read-job.ts';
import { someAtOnce } from '../../src/usecases/some-at-once.ts';
import { updateJob } from '../../src/usecases/update-job.ts';
import { activitySignal } from '../as-activity.ts';
import type { ReportDeps } from './create-report-activities.ts';

/** One look with repair, so that a search whose run was terminated is noticed, at least this often. */
const repairIntervalMs = 20_000;

/** Holds until the search is over; takes one slot of the `waits` queue and no more. */
export async function waitForSearch(deps: ReportDeps, run: RunRef): Promise<ReportPlan> {
  const { searchJobId, key: reportKey } = await deps.stored.json<ReportRequest>(run.requestKey);
  const search = await untilOver(deps, searchJobId);
  if (search.state !== 'completed') throw searchFailure(search);
  await noteAccess(deps, search);
  const manifest = await readManifest(deps, search);
  const chunkCount = manifest.plan?.chunkCount ?? 0;
  const { key } = await deps.stored.json<SearchRequest>(objectKeys.request(searchJobId));
  const chunks: ReportPlan = { chunkCount, ...(isInRounds(key.options) && { inRounds: true }) };
  const plan = isPlannedBySize(chunks)
    ? planSteps(chunks, await archiveSizes(deps, search, chunkCount), {
        toolSlots: deps.toolSlots,
        hasQueryFiles: makesQueryFiles(reportKey.outfmt),
      })
    : chunks;
  const now = deps.clock.now().toISOString();
  await updateJob(deps, run.jobId, run.runId, (row) =>
    enterPhase(recordProgress(row, 0, formatSteps(plan).length, now), 'formatting', now),
  );
  return plan;
}

/** In bytes, of each chunk; an archive that is gone has none, and the step that wants it says so. */
async function archiveSizes(
  { stored, objects }: ReportDeps,
  { id: jobId, publishedRunId }: JobRecord,
  chunkCount: number,
): Promise<readonly number[]> {
  const search = { jobId, runId: publishedRunId ?? '' };
  const chunks = readPlannedChunks(stored, search, { from: 0, to: chunkCount });
  const archives = someAtOnce(chunks, ({ chunkKey }) => objects.head(objectKeys.chunk(chunkKey)));
  const sizes: number[] = [];
  for await (const archive of archives) sizes.push(archive?.sizeBytes ?? 0);
  return sizes;
}

async function untilOver(deps: ReportDeps, searchJobId: string): Promise<JobRecord> {
  const signal = activitySignal();
  for (;;) {
    const record = await readJob(deps, searchJobId);
    if (isTerminal(record.state)) return record;
    const started = deps.clock.now().getTime();
    let since: string | undefined;
    while (deps.clock.now().getTime() - started < repairIntervalMs) {
      signal.throwIfAborted();
      const change = await deps.watcher.nextChange(searchJobId, since, repairIntervalMs, signal);
      if (change && isTerminal(change.document.state)) return change.document;
      since = change?.revision;
    }
  }
}

function searchFailure(search: JobRecord): PlatformError {
  if (search.failure) return new PlatformError(search.failure.code, search.failure.message);
  return new PlatformError(
    'RESULT_EXPIRED',
    'The results of the search have expired. Submit the search again.',
  );
}
