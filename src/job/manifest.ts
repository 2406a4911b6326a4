import type { JobKind, JobRecord } from './record.ts';
import type { ToolRun } from './provenance.ts';

/** A stored file of a job's result. `name` is what a client downloads it as; it is unique within the job. */
export interface Artifact {
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal; the strong ETag. */
  readonly digest: string;
  readonly mediaType: string;
}

/** Written last by a run: from then on the job is published. Immutable. */
export interface Manifest {
  readonly schemaVersion: 1;
  readonly kind: JobKind;
  readonly jobId: string;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  readonly artifacts: readonly Artifact[];
  readonly provenance: Provenance;
  /** Search only: where the chunks are named. */
  readonly plan?: { readonly pageKeys: readonly string[]; readonly chunkCount: number };
  /** What a lost row is made again from, beside the request. Absent where the run no longer owned the row. */
  readonly row?: ManifestRow;
}

type ManifestRow = Pick<
  JobRecord,
  'runStartedAt' | 'stagesDone' | 'progress' | 'startedBy' | 'createdAt' | 'startedAt'
>;

export interface Provenance {
  readonly engine: string;
  readonly databases: readonly { readonly name: string; readonly fingerprint: string }[];
  /** One entry for each distinct command; the many chunks of a search share one. */
  readonly tools: readonly ToolRun[];
}
