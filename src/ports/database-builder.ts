import type { MoleculeType } from '../database/database.ts';
import type { ToolRun } from '../job/provenance.ts';

/** Makes BLAST databases and puts them where the catalogue finds them. */
export interface DatabaseBuilder {
  /**
   * Builds in the scratch folder, then installs; until then nothing that searches can see changes.
   * @throws PlatformError `INVALID_REQUEST` for a name or title that cannot be used, `CONFLICT` when the name is taken
   * and `replace` is not set, `TOOL_*` with the tool's own message, or the signal's reason
   */
  build(request: DatabaseBuild): Promise<ToolRun>;
}

export interface DatabaseBuild {
  readonly name: string;
  readonly title: string;
  readonly moleculeType: MoleculeType;
  readonly fastaPath: string;
  /** An empty folder of the caller's, removed by the caller. */
  readonly scratchDirectory: string;
  readonly signal: AbortSignal;
  /** Takes the place of a database of this name. Default: false. */
  readonly replace?: boolean;
  /** `-max_file_sz`, for example `1GB`. Default: makeblastdb's own. */
  readonly maxFileSize?: string;
}
