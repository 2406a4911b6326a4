import type { RunRef } from '../job/contract.ts';

export interface ReportActivities {
  /** Resolves when the search is published. Fails with the search's own failure, or `RESULT_EXPIRED`. */
  waitForSearch: (run: RunRef) => Promise<ReportPlan>;
  /** Starts a search again that has expired or lost archives; does nothing to any other, so it may be repeated. */
  restartSearch: (run: RunRef) => Promise<void>;
  /**
   * Renders the archives of chunks `from` (inclusive) to `to` (exclusive) into one fragment of the run.
   * Fails with `CHUNK_MISSING` or `RESULT_EXPIRED` when the search has to run again first.
   */
  formatChunks: (run: RunRef, from: number, to: number) => Promise<void>;
  /** Joins the fragments into the report's files and publishes them. May fail with `RESULT_EXPIRED`. */
  publishReport: (run: RunRef, plan: ReportPlan) => Promise<void>;
}

export interface ReportPlan {
  readonly chunkCount: number;
  /** The search was in rounds: its archives are rendered one by one, as the formatter mixes up the rounds of two queries. */
  readonly inRounds?: boolean;
}

/**
 * Chunks that one activity renders at most, in one process, whose start costs some 60 ms; a further archive costs it 2 ms.
 * An attempt that fails repeats them all.
 */
const chunksPerStep = 32;
/** Steps that even a short report is rendered in, so that several slots can share it. */
const fewestSteps = 4;

/** How the chunks are shared out among activities: consecutive, of equal length give or take one. */
export function formatSteps({
  chunkCount,
  inRounds = false,
}: ReportPlan): readonly { readonly from: number; readonly to: number }[] {
  const perStep = inRounds ? 1 : chunksPerStep;
  const stepCount = Math.max(Math.ceil(chunkCount / perStep), Math.min(fewestSteps, chunkCount));
  const start = (step: number): number => Math.floor((step * chunkCount) / stepCount);
  return Array.from({ length: stepCount }, (_, step) => ({ from: start(step), to: start(step + 1) }));
}
