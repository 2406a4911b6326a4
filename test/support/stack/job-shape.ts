import { objectKeys } from '../../../src/job/keys.ts';
import type { JobRecord } from '../../../src/job/record.ts';
import type { EndState } from './end-state.ts';

/** What is left of a job when its id, its runs and its times are taken away: the same for every search of the same rows. */
export interface JobShape {
  readonly row: Partial<JobRecord>;
  /**
   * Names below the run that was published; with digests where the bytes hold no id. The files of queries also hold the
   * threshold, which is as long in all searches: with their sizes.
   */
  readonly objects: readonly string[];
  readonly chunkCount: number;
}

export function shapeOf(state: EndState, jobId: string): JobShape {
  const job = state.jobs.find(({ id }) => id === jobId);
  if (!job) throw new Error(`no row of job ${jobId}`);
  const { kind, state: end, phase, stagesDone, progress, failure, cancelRequested, retiredRunIds } = job;
  const prefix = objectKeys.run(jobId, job.publishedRunId ?? job.runId);
  const own = [...state.objects].filter(([key]) => key.startsWith(prefix));
  return {
    row: { kind, state: end, phase, stagesDone, progress, failure, cancelRequested, retiredRunIds },
    objects: own.map(([key, { digest, sizeBytes }]) => {
      const name = key.slice(prefix.length);
      if (/^files\/report_\d+\./.test(name)) return `${name} ${String(sizeBytes)}`;
      return /^(files|fragments)\//.test(name) ? `${name} ${digest}` : name;
    }),
    chunkCount: own
      .filter(([key]) => key.includes('/plan/'))
      .reduce((sum, [, { json }]) => sum + chunksOf(json), 0),
  };
}

function chunksOf(page: unknown): number {
  return (page as { chunks: readonly unknown[] }).chunks.length;
}
