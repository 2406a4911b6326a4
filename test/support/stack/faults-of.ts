import { objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import { isTerminal, type JobRecord } from '../../../src/job/record.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import type { SearchRequest } from '../../../src/search/request.ts';
import type { DatabaseRequest } from '../../../src/database/request.ts';
import type { EndState } from './end-state.ts';

/**
 * What is wrong with a stack that has nothing to do any more, in words; empty when nothing is. Looks at rows, holders,
 * results, objects that nobody needs, and what tools leave behind.
 */
export function faultsOf(state: EndState): string[] {
  return [
    ...state.jobs.flatMap((job) => [
      ...rowFaults(job),
      ...holderFaults(state, job),
      ...resultFaults(state, job),
    ]),
    ...submissionFaults(state),
    ...objectFaults(state),
    ...state.partialFiles.map((name) => `half-written file ${name}`),
    ...state.scratchFolders.map((name) => `scratch folder ${name}`),
    ...state.toolProcesses.map((id) => `tool process ${String(id)}`),
  ];
}

function rowFaults(job: JobRecord): string[] {
  const faults: string[] = [];
  const { progress } = job;
  if (!isTerminal(job.state)) faults.push(`is still ${job.state}`);
  if (job.phase !== null) faults.push(`is in phase ${job.phase}`);
  if (job.cancelRequested) faults.push('has a cancellation that nobody decided');
  if ((job.failure !== null) !== ['failed', 'cancelled'].includes(job.state))
    faults.push(`is ${job.state} with failure ${job.failure?.code ?? 'none'}`);
  if (job.finishedAt === null) faults.push('has no end time');
  if (job.state === 'completed' && progress.done !== progress.total)
    faults.push(`is completed at ${String(progress.done)} of ${String(progress.total)}`);
  return faults.map((fault) => `${job.kind} ${job.id} ${fault}`);
}

function holderFaults(state: EndState, job: JobRecord): string[] {
  const holders = state.submissions.filter(
    ({ live, jobId, reportJobId }) => live && (jobId === job.id || reportJobId === job.id),
  );
  if (job.state !== 'cancelled') return [];
  return holders.map(({ principal }) => `${job.kind} ${job.id} is cancelled and ${principal} holds it`);
}

function resultFaults({ objects }: EndState, job: JobRecord): string[] {
  if (job.state !== 'completed') return [];
  const manifest = manifestOf({ objects }, job);
  if (!manifest) return [`${job.kind} ${job.id} is completed without a manifest`];
  const faults: string[] = [];
  for (const { name, key, sizeBytes, digest } of manifest.artifacts) {
    const stored = objects.get(key);
    if (!stored) faults.push(`has lost its file ${name}`);
    else if (stored.digest !== digest || stored.sizeBytes !== sizeBytes)
      faults.push(`has another ${name} than its manifest says`);
  }
  const pages = (manifest.plan?.pageKeys ?? []).map((key) => objects.get(key)?.json as PlanPage | undefined);
  const chunks = pages.flatMap((page) => page?.chunks ?? []);
  if (chunks.length !== (manifest.plan?.chunkCount ?? 0)) faults.push('has lost a page of its plan');
  for (const { chunkKey } of chunks) {
    if (!objects.has(objectKeys.chunk(chunkKey))) faults.push(`has lost the archive of chunk ${chunkKey}`);
  }
  return faults.map((fault) => `${job.kind} ${job.id} ${fault}`);
}

function submissionFaults({ submissions, jobs }: EndState): string[] {
  const known = new Set(jobs.map(({ id }) => id));
  return submissions
    .flatMap(({ id, jobId, reportJobId }) => [jobId, reportJobId ?? jobId].map((wanted) => ({ id, wanted })))
    .filter(({ wanted }) => !known.has(wanted))
    .map(({ id, wanted }) => `submission ${id} is of job ${wanted}, which has no row`);
}

/**
 * Every object belongs to something: a job's request, a run of a job, a plan's chunk, a request's query. A run that was
 * cancelled leaves its plan and its fragments to the job's expiry, and perhaps the note about an archive that it was
 * about to store; results only the row's run may have.
 */
function objectFaults(state: EndState): string[] {
  const wanted = new Set<string>();
  for (const [key, { json }] of state.objects) {
    const job = state.jobs.find(({ id }) => key.startsWith(objectKeys.job(id)));
    if (!job) continue;
    const runId = key.split('/')[2] ?? '';
    if (key === objectKeys.request(job.id)) {
      wanted.add(key);
      const { query, fastaKey } = json as Partial<
        Pick<SearchRequest, 'query'> & Pick<DatabaseRequest, 'fastaKey'>
      >;
      for (const input of [query?.objectKey, fastaKey]) if (input !== undefined) wanted.add(input);
    } else if (
      runId === (job.publishedRunId ?? job.runId) ||
      !state.objects.has(objectKeys.manifest(job.id, runId))
    ) {
      wanted.add(key);
    }
    if (key.includes('/plan/'))
      for (const { chunkKey } of (json as PlanPage).chunks) {
        if (state.objects.has(objectKeys.chunk(chunkKey)) || job.state === 'cancelled')
          wanted.add(objectKeys.chunk(chunkKey)).add(objectKeys.chunkRun(chunkKey));
      }
  }
  return [...state.objects.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `object ${key} belongs to nothing`);
}

function manifestOf({ objects }: Pick<EndState, 'objects'>, job: JobRecord): Manifest | undefined {
  if (job.publishedRunId === null) return undefined;
  return objects.get(objectKeys.manifest(job.id, job.publishedRunId))?.json as Manifest | undefined;
}
