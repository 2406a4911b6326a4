import type { Failure } from '../../../src/errors/index.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import type { Artifact, Manifest } from '../../../src/job/manifest.ts';
import { jobs, type JobRecord } from '../../../src/job/record.ts';
import { beginRun, cancel, enterPhase, fail, recordProgress } from '../../../src/job/state-machine.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import type { FakePlatform } from './fake-platform.ts';

export interface ResultFile {
  readonly name: string;
  readonly text: string;
  readonly mediaType?: string;
}

/** What a run does at its end: files, manifest, row. */
export async function completeJob(
  platform: FakePlatform,
  jobId: string,
  files: readonly ResultFile[] = [],
  plan?: Manifest['plan'],
): Promise<void> {
  const { runId, kind } = await jobRow(platform, jobId);
  const artifacts = await Promise.all(
    files.map(async ({ name, text, mediaType = 'text/plain' }): Promise<Artifact> => {
      const key = objectKeys.artifact(jobId, runId, name);
      const { digest, sizeBytes } = await platform.objects.put(key, text, { mediaType });
      return { name, key, sizeBytes, digest, mediaType };
    }),
  );
  const provenance = {
    engine: 'local',
    databases: [{ name: 'proteins', fingerprint: 'f'.repeat(64) }],
    tools: [],
  };
  await publishJob(platform.deps, { kind, jobId, runId, artifacts, provenance, ...(plan && { plan }) });
  platform.launcher.end(jobId, 'completed');
}

export async function failJob(platform: FakePlatform, jobId: string, failure: Failure): Promise<void> {
  await changeJob(platform, jobId, (row, now) => fail(row, failure, now));
  platform.launcher.end(jobId, 'failed');
}

export async function cancelledJob(platform: FakePlatform, jobId: string): Promise<void> {
  await changeJob(platform, jobId, cancel);
  platform.launcher.end(jobId, 'cancelled');
}

export async function expireJob(platform: FakePlatform, jobId: string): Promise<void> {
  await changeJob(platform, jobId, (row, now) => ({
    ...row,
    state: 'expired',
    publishedRunId: null,
    updatedAt: now,
  }));
}

export async function runJob(platform: FakePlatform, jobId: string, done = 0, total = 0): Promise<void> {
  await changeJob(platform, jobId, (row, now) =>
    recordProgress(enterPhase(beginRun(row, 'planning', now), 'searching', now), done, total, now),
  );
}

export async function jobRow(
  { documents }: Pick<FakePlatform, 'documents'>,
  jobId: string,
): Promise<JobRecord> {
  const stored = await documents.get(jobs, jobId);
  if (!stored) throw new Error(`no row of ${jobId}`);
  return stored.document;
}

async function changeJob(
  { documents, clock }: FakePlatform,
  jobId: string,
  change: (row: JobRecord, now: string) => JobRecord,
): Promise<void> {
  const stored = await documents.get(jobs, jobId);
  if (!stored) throw new Error(`no row of ${jobId}`);
  const moved = change(stored.document, clock.now().toISOString());
  if (!(await documents.replaceIfRevision(jobs, stored.revision, moved)))
    throw new Error('somebody else wrote');
}
