import type { RunRef } from '../job/contract.ts';

export interface ReportActivities {
  /** Resolves when the search is published. Fails with the search's own failure. */
  waitForSearch: (run: RunRef) => Promise<ReportPlan>;
  /** Renders the archives of chunks `from` (inclusive) to `to` (exclusive) into fragments of the run. */
  formatChunks: (run: RunRef, from: number, to: number) => Promise<void>;
  /** Joins the fragments into the report's files and publishes them. */
  publishReport: (run: RunRef, plan: ReportPlan) => Promise<void>;
}

export interface ReportPlan {
  readonly chunkCount: number;
}

/** Chunks that one activity renders: a process start costs some 50 ms each, an activity about 10 ms. */
export const chunksPerFormatStep = 16;
