import { normaliseFasta } from '../formats/fasta-normaliser.ts';
import type { Principal } from '../account/principal.ts';
import type { MoleculeType } from '../database/database.ts';
import type { DatabaseKey, DatabaseRequest } from '../database/request.ts';
import { PlatformError } from '../errors/index.ts';
import { jobIdOf } from '../job/keys.ts';
import { jobs } from '../job/record.ts';
import type { QueryObject } from '../search/request.ts';
import { withQuery } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import type { SubmitSearchDeps } from './submit-search.ts';

export interface DatabaseToSubmit {
  readonly name: string;
  readonly title: string;
  readonly moleculeType: MoleculeType;
  readonly fasta: AsyncIterable<Uint8Array>;
  readonly principal: Principal;
}

/** Checks and stores the sequences and submits the build. @throws PlatformError as `submitSearch`, and `CONFLICT` */
export async function submitDatabase(deps: SubmitSearchDeps, input: DatabaseToSubmit): Promise<Submitted> {
  const { moleculeType, principal } = input;
  const blastVersion = await deps.engine.version();
  const rules = { molecule: moleculeType, keepCase: true };
  return withQuery(
    deps,
    normaliseFasta(input.fasta, { ...rules, limits: deps.limits }),
    async ({ query, store }) => {
      const request = databaseRequest(input, query, blastVersion);
      const jobId = jobIdOf(request.key);
      await refuseTakenName(deps, input.name, jobId);
      return deps.quota.admit(jobId, principal.id, async () => {
        await store();
        return submitJob(deps, {
          jobId,
          request,
          priority: 2,
          fairnessKey: principal.id,
          submission: {
            id: deps.newId(12),
            surface: 'databases',
            labels: {},
            principal: principal.id,
            reportJobId: null,
          },
        });
      });
    },
  );
}

function databaseRequest(
  { name, title, moleculeType }: DatabaseToSubmit,
  sequences: QueryObject,
  blastVersion: string,
): DatabaseRequest {
  const key: DatabaseKey = {
    schemaVersion: 1,
    kind: 'database',
    name,
    title,
    moleculeType,
    fastaDigest: sequences.digest,
    blastVersion,
  };
  return {
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
}

/** A name stands for one set of sequences; sending the same ones again is no conflict. */
async function refuseTakenName(deps: SubmitSearchDeps, name: string, jobId: string): Promise<void> {
  if (!(await deps.catalogue.get(name)) || (await deps.documents.get(jobs, jobId))) return;
  const message = `There is a database called ${name} already, with other sequences. Choose another name.`;
  throw new PlatformError('CONFLICT', message, { location: { field: 'name' } });
}
