import { z } from '@hono/zod-openapi';
import type { Manifest } from '../../src/job/manifest.ts';
import { jobKinds, jobPhases, jobStates, type JobRecord, type JobState } from '../../src/job/record.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { ApiDeps } from '../environment.ts';
import { filesOf, type JobFile } from './report-zip.ts';

/** A file of a job. */
export const ArtifactSchema = z.object({
  url: z.string(),
  size_bytes: z.int(),
  sha256: z
    .string()
    .nullable()
    .openapi({ description: 'null for a file that is made while it is downloaded' }),
  media_type: z.string(),
});

/** One job of any kind. The first block keeps the names that clients of genome-track services read. */
export const JobSchema = z
  .object({
    job_id: z.string(),
    kind: z.enum(jobKinds),
    status: z
      .enum(['pending', 'running', 'completed', 'failed'])
      .openapi({ description: 'Coarse state: cancelled and expired jobs read as failed.' }),
    stages_done: z.array(z.string()),
    artifacts: z.record(z.string(), ArtifactSchema),
    progress: z.string().openapi({ description: 'One line for people.' }),
    error: z.string().nullable(),
    superseded_by: z.string().nullable().openapi({
      description: 'The job to look at instead: a database was built anew since this one was run.',
    }),

    state: z.enum(jobStates),
    phase: z.enum(jobPhases).nullable(),
    error_code: z.string().nullable(),
    progress_detail: z.object({
      done: z.int(),
      total: z.int(),
      percent: z.number(),
      eta_seconds: z.number().nullable(),
    }),
    queue_position: z.int().nullable().openapi({ description: '1 = next; only while queued.' }),
    summary: z.object({
      title: z.string(),
      program: z.string(),
      databases: z.array(z.string()),
      query_count: z.int(),
      residue_count: z.int(),
      outfmt: z.string().optional(),
    }),
    children: z.array(z.string()),
    provenance: z.unknown(),
    created_at: z.string(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    updated_at: z.string(),
    links: z.object({
      self: z.string(),
      events: z.string(),
      files: z.string(),
      search: z.string().optional(),
      reports: z.string().optional(),
    }),
  })
  .openapi('Job');

export type JobView = z.infer<typeof JobSchema>;

const coarseStatus: Readonly<Record<JobState, JobView['status']>> = {
  queued: 'pending',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
  expired: 'failed',
};

/** Everything about a job that anyone who knows its id may see; never submissions, labels or principals. */
export async function viewJob(
  deps: Pick<ApiDeps, 'stored' | 'clock'>,
  record: JobRecord,
  queuePosition: number | null,
): Promise<JobView> {
  const manifest = record.state === 'completed' ? await readManifest(deps, record) : undefined;
  const { summary, searchJobId } = record;
  return {
    job_id: record.id,
    kind: record.kind,
    status: coarseStatus[record.state],
    stages_done: [...record.stagesDone],
    artifacts: viewFiles(record.id, manifest),
    progress: describeProgress(record),
    error: record.failure?.message ?? null,
    superseded_by: record.supersededBy ?? null,
    state: record.state,
    phase: record.phase,
    error_code: record.failure?.code ?? null,
    progress_detail: progressDetail(record, deps.clock.now()),
    queue_position: queuePosition,
    summary: {
      title: summary.title,
      program: summary.program,
      databases: [...summary.databases],
      query_count: summary.queryCount,
      residue_count: summary.residueCount,
      ...(summary.outfmt !== undefined && { outfmt: summary.outfmt }),
    },
    children: [],
    provenance: manifest?.provenance ?? null,
    created_at: record.createdAt,
    started_at: record.startedAt,
    finished_at: record.finishedAt,
    updated_at: record.updatedAt,
    links: {
      self: `/jobs/${record.id}`,
      events: `/jobs/${record.id}/events`,
      files: `/jobs/${record.id}/files`,
      ...(searchJobId !== null && { search: `/jobs/${searchJobId}` }),
      ...(record.kind === 'search' && { reports: `/jobs/${record.id}/reports` }),
    },
  };
}

/** Seconds left if the rest takes as long per step as what is done; unknown before the first step. */
function progressDetail(record: JobRecord, now: Date): JobView['progress_detail'] {
  const { done, total } = record.progress;
  const percent =
    record.state === 'completed' ? 100 : total === 0 ? 0 : Math.floor((done / total) * 1000) / 10;
  const open = record.state === 'running' && record.startedAt !== null && done > 0;
  const elapsedSeconds =
    record.startedAt === null ? 0 : (now.getTime() - Date.parse(record.startedAt)) / 1000;
  const etaSeconds = open ? Math.round((elapsedSeconds / done) * (total - done)) : null;
  return { done, total, percent, eta_seconds: etaSeconds };
}

function describeProgress(record: JobRecord): string {
  if (record.state !== 'running') return record.state;
  const { done, total } = record.progress;
  const phase = record.phase ?? 'running';
  return total > 0 ? `${phase}: ${String(done)} of ${String(total)}` : phase;
}

function viewFiles(jobId: string, manifest: Manifest | undefined): JobView['artifacts'] {
  const files = manifest ? filesOf(manifest) : [];
  return Object.fromEntries(files.map((file) => [file.name, viewFile(jobId, file)]));
}

/** A file as every answer shows it. */
export function viewFile(jobId: string, file: JobFile): z.infer<typeof ArtifactSchema> {
  return {
    url: `/jobs/${jobId}/files/${encodeURIComponent(file.name)}`,
    size_bytes: file.sizeBytes,
    sha256: file.digest,
    media_type: file.mediaType,
  };
}
