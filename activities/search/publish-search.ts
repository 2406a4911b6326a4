import { PlatformError } from '../../src/errors/index.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import { toolRunOf } from '../../src/job/provenance.ts';
import type { SearchPlan } from '../../src/search/contract.ts';
import { consultedDatabases, type SearchRequest } from '../../src/search/request.ts';
import { publishJob } from '../../src/usecases/publish-job.ts';
import { readChunkNote } from '../../src/usecases/chunk-archive.ts';
import { requirePresent } from '../../src/usecases/read-json.ts';
import { readNumberedChunk } from '../../src/usecases/planned-chunks.ts';
import { isPlanStored } from '../../src/usecases/stored-chunks.ts';
import { countMove } from '../job-figures.ts';
import type { SearchDeps } from './create-search-activities.ts';

/**
 * Publishes a search: its chunks by name, the query as a file, and how the archives were made. The plan was stored
 * before chunks were looked up, so what the sweep still removed is found missing here, or by the report that wants it.
 * @throws PlatformError `CHUNK_MISSING`
 */
export async function publishSearch(deps: SearchDeps, run: RunRef, plan: SearchPlan): Promise<void> {
  const { key, query } = await deps.stored.json<SearchRequest>(run.requestKey);
  const pageKeys = Array.from({ length: plan.pageCount }, (_page, page) =>
    objectKeys.planPage(run.jobId, run.runId, page),
  );
  if (!(await isPlanStored(deps.objects, pageKeys)))
    throw new PlatformError(
      'CHUNK_MISSING',
      'A part of the search results was removed before all were there.',
    );
  const first = await readNumberedChunk(deps.stored, run, 0);
  const note = requirePresent(await readChunkNote(deps.objects, first), objectKeys.chunkRun(first.chunkKey));
  const move = await publishJob(deps, {
    kind: 'search',
    jobId: run.jobId,
    runId: run.runId,
    artifacts: [
      {
        name: 'query.fasta',
        key: query.objectKey,
        sizeBytes: query.sizeBytes,
        digest: query.digest,
        mediaType: 'text/x-fasta',
      },
    ],
    provenance: { engine: key.engine, databases: consultedDatabases(key), tools: [toolRunOf(note)] },
    plan: { chunkCount: plan.chunkCount, pageKeys },
  });
  countMove(deps.figures, move);
}
