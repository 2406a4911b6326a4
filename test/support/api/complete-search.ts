import { canonicalJson, digestOf, objectKeys } from '../../../src/job/keys.ts';
import { toolNote } from '../../../src/job/provenance.ts';
import { chunksPerPage, type PlannedChunk } from '../../../src/search/plan.ts';
import type { FakePlatform } from './fake-platform.ts';
import { completeJob, jobRow } from './move-job.ts';

export interface SearchedChunk {
  readonly archive: string;
  readonly stderr?: string;
}

/** What a search leaves at its end: a plan, for each chunk of one query an archive and a note, manifest, row. */
export async function completeSearch(
  platform: FakePlatform,
  jobId: string,
  searched: readonly SearchedChunk[],
): Promise<void> {
  const { runId } = await jobRow(platform, jobId);
  const chunks = searched.map((one, index) => plannedChunk(jobId, index, one));
  const pageKeys: string[] = [];
  for (let page = 0; page * chunksPerPage < chunks.length; page += 1) {
    const some = chunks.slice(page * chunksPerPage, (page + 1) * chunksPerPage);
    const key = objectKeys.planPage(jobId, runId, page);
    await platform.objects.put(key, canonicalJson({ schemaVersion: 1, page, chunks: some }));
    pageKeys.push(key);
  }
  for (const [index, { archive, stderr = '' }] of searched.entries()) {
    const chunkKey = chunks[index]?.chunkKey ?? '';
    const run = { tool: 'blastp', version: '2.12.0', argv: [], environment: {}, wallMs: 1 };
    await platform.objects.put(objectKeys.chunkRun(chunkKey), canonicalJson(toolNote(run, stderr)));
    await platform.objects.put(objectKeys.chunk(chunkKey), archive);
  }
  await completeJob(platform, jobId, [], { pageKeys, chunkCount: chunks.length });
}

function plannedChunk(jobId: string, index: number, { archive }: SearchedChunk): PlannedChunk {
  const chunkKey = digestOf(`${jobId} ${String(index)} ${archive}`);
  const bytes = { startByte: index, endByte: index + 1, residueCount: 1 };
  return { index, queriesBefore: index, queryCount: 1, ...bytes, chunkKey };
}
