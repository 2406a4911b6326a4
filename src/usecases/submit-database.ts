import type { Principal } from '../account/principal.ts';
import type { MoleculeType } from '../database/database.ts';
import type { DatabaseKey, DatabaseRequest } from '../database/request.ts';
import { jobIdOf } from '../job/keys.ts';
import { storeQuery } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import type { SubmitSearchDeps } from './submit-search.ts';

export interface DatabaseToSubmit {
  readonly name: string;
  readonly title: string;
  readonly moleculeType: MoleculeType;
  readonly fasta: AsyncIterable<Uint8Array>;
  readonly principal: Principal;
}

/** Checks and stores the sequences and submits the build. @throws PlatformError as `submitSearch` */
export async function submitDatabase(deps: SubmitSearchDeps, input: DatabaseToSubmit): Promise<Submitted> {
  const { name, title, moleculeType } = input;
  const [blastVersion, sequences] = await Promise.all([
    deps.engine.version(),
    storeQuery(deps, input.fasta, moleculeType, true),
  ]);
  const key: DatabaseKey = {
    schemaVersion: 1,
    kind: 'database',
    name,
    title,
    moleculeType,
    fastaDigest: sequences.digest,
    blastVersion,
  };
  const request: DatabaseRequest = {
    schemaVersion: 1,
    kind: 'database',
    key,
    fastaKey: sequences.objectKey,
    summary: {
      title: `build ${moleculeType} database ${name}`,
      program: 'makeblastdb',
      databases: [name],
      queryCount: sequences.sequenceCount,
      residueCount: sequences.residueCount,
    },
  };
  return submitJob(deps, {
    jobId: jobIdOf(key),
    request,
    priority: 2,
    fairnessKey: input.principal.id,
    submission: { id: deps.newId(12), surface: 'databases', labels: {}, principal: input.principal.id, reportJobId: null },
  });
}
