import type { Secret } from './secret.ts';

/** Everything a program of this product can be told from outside. All paths are absolute. */
export interface Config {
  readonly api: ApiConfig;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly dataDirectory: string;
  readonly databaseDirectory: string;
  readonly sitesDirectory?: string;
  /** Absent: users and guests are not told apart. */
  readonly auth?: { readonly secret: Secret; readonly allowGuestNumbers: boolean };
  /** Of a query of Multi-Blast's service, in sequences, residues and possible hits. */
  readonly queryLimits: {
    readonly maxSequences: number;
    readonly maxQueryResidues: number;
    readonly maxSequenceResidues: { readonly nucleotide: number; readonly protein: number };
    readonly maxResults: number;
  };
  readonly scratchDirectory: string;
  readonly scratchLimits: ScratchLimits;
  readonly cacheDirectory: string;
  /** Absent: the BLAST+ programs are on PATH. */
  readonly blastDirectory?: string;
  readonly documentStore: DocumentStoreConfig;
  readonly objectStore: ObjectStoreConfig;
  readonly temporal: TemporalConfig;
  readonly worker: WorkerConfig;
  readonly limits: LimitsConfig;
  /** Days after their last use that results are kept. */
  readonly resultRetentionDays: number;
}

export interface ApiConfig {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** Absent only on a loopback host: clients are anonymous then. */
  readonly token?: Secret;
}

export type DocumentStoreConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'mongo'; readonly uri: Secret; readonly database: string };

export type ObjectStoreConfig = { readonly kind: 'filesystem'; readonly directory: string } | S3Config;

export interface S3Config {
  readonly kind: 's3';
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  /** Absent: the SDK's own credential chain. */
  readonly credentials?: { readonly accessKeyId: Secret; readonly secretAccessKey: Secret };
}

export interface TemporalConfig {
  readonly host: string;
  readonly port: number;
  /** `host:port`, an IPv6 host in brackets. */
  readonly address: string;
  readonly namespace: string;
  /** Embedded stack only; 0: the system chooses. */
  readonly uiPort: number;
  /** Embedded stack only. */
  readonly cliPath?: string;
}

export interface ScratchLimits {
  /** Of the folder's disk. */
  readonly minFreeBytes: number;
  /** Of one file that a tool writes. */
  readonly maxFileBytes: number;
}

export interface WorkerConfig {
  /** Tools that run at the same time. Absent: what the machine's cores and memory allow. */
  readonly toolSlots?: number;
  /** `host:port` where the worker's figures are served. Absent: nowhere. */
  readonly metricsAddress?: string;
}

export interface LimitsConfig {
  /** Of one principal. */
  readonly maxActiveJobs: number;
  readonly maxBodyBytes: number;
  readonly maxQuerySequences: number;
  readonly maxQueryResidues: number;
}

/** What the `durablast` command needs to know. */
export interface ClientConfig {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token?: Secret;
}
