import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DatabaseActivities } from '../../src/database/contract.ts';
import type { DatabaseRequest } from '../../src/database/request.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import type { DatabaseBuilder } from '../../src/ports/database-builder.ts';
import type { Scratch } from '../../src/ports/scratch.ts';
import type { Platform } from '../../src/usecases/platform.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { activitySignal } from '../as-activity.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';

export interface DatabaseDeps extends Pick<Platform, 'documents' | 'objects' | 'catalogue' | 'clock'> {
  readonly builder: DatabaseBuilder;
  readonly scratch: Scratch;
  readonly stored: StoredObjects;
}

/** The one step of a database build. */
export function createDatabaseActivities(deps: DatabaseDeps): DatabaseActivities {
  return {
    buildDatabase: (run) => deps.scratch.withFolder((directory) => buildDatabase(deps, run, directory)),
  };
}

/** Builds and installs anew on every attempt: the same sequences under the same name are the same database. */
async function buildDatabase(deps: DatabaseDeps, run: RunRef, directory: string): Promise<void> {
  const { key, fastaKey } = await deps.stored.json<DatabaseRequest>(run.requestKey);
  const fastaPath = join(directory, 'sequences.fasta');
  const fasta = await deps.objects.get(fastaKey);
  if (!fasta) throw new PlatformError('INTERNAL', 'The stored sequences of this job are missing.');
  await pipeline(fasta.body, createWriteStream(fastaPath));
  const { name, title, moleculeType } = key;
  const toolRun = await deps.builder.build({
    name,
    title,
    moleculeType,
    fastaPath,
    scratchDirectory: directory,
    signal: activitySignal(),
    replace: true,
  });
  const installed = await deps.catalogue.get(name);
  if (!installed)
    throw new PlatformError('TOOL_OUTPUT_MISSING', `The database ${name} cannot be read after its build.`);
  await publishJob(deps, {
    kind: 'database',
    jobId: run.jobId,
    runId: run.runId,
    artifacts: [],
    provenance: {
      engine: 'local',
      databases: [{ name, fingerprint: installed.fingerprint }],
      tools: [toolRun],
    },
  });
}
