import type { CanonicalOptions } from '../search/options.ts';
import type { Program } from '../search/program.ts';
import type { ToolRun } from '../job/provenance.ts';

/**
 * Computes archives (outfmt 11) and renders them. Both run one tool process per call and are cancellable:
 * an aborted signal ends the process group and rejects with the signal's reason.
 */
export interface SearchEngine {
  /** Version of the tools, for example `2.12.0`; part of every key. */
  version(): Promise<string>;
  /**
   * Searches one chunk.
   * @throws PlatformError `TOOL_*` by exit status (DESIGN section 6), with the tool's own message
   */
  searchChunk(chunk: ChunkSearch): Promise<ArchiveFile>;
  /**
   * Renders one archive to one outfmt.
   * @throws PlatformError `DATABASE_CHANGED` when no copy of the database has the fingerprint that was searched
   */
  formatArchive(task: FormatArchive): Promise<FormattedFile>;
}

export interface ChunkSearch {
  readonly program: Program;
  readonly task: string;
  readonly options: CanonicalOptions;
  readonly databases: readonly SearchedDatabase[];
  /** Only vouched for: the options name it, or the program's default is meant. */
  readonly domainDatabase?: SearchedDatabase;
  /** The reader batch in residues that the tool must use (environment `BATCH_SIZE`). */
  readonly batchSizeResidues: number;
  readonly fasta: AsyncIterable<Uint8Array>;
  /** An empty folder of the caller's, removed by the caller. */
  readonly scratchDirectory: string;
  readonly signal: AbortSignal;
}

export interface SearchedDatabase {
  readonly name: string;
  readonly fingerprint: string;
}

export interface ArchiveFile {
  readonly path: string;
  readonly run: ToolRun;
  /** What the tool wrote to standard error, a line each, without folders: the last 64 KiB; mostly nothing. */
  readonly stderr: string;
}

export interface FormatArchive {
  readonly program: Program;
  readonly databases: readonly SearchedDatabase[];
  /** The value of `-outfmt`, number and fields, as one argument. */
  readonly outfmt: string;
  /** Other formatter arguments, already validated. */
  readonly extraArgs: readonly string[];
  /** Digest of the names of taxa that the report is to show. */
  readonly taxonNames?: string;
  readonly archivePath: string;
  readonly scratchDirectory: string;
  readonly signal: AbortSignal;
}

export interface FormattedFile {
  readonly path: string;
  /** Further files the format made beside it (outfmt 13 and 14), by name. */
  readonly extraFiles: readonly string[];
  readonly run: ToolRun;
  /** As of an `ArchiveFile`. */
  readonly stderr: string;
}
