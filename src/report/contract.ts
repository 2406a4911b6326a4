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
  /**
   * Makes a report whose plan says that it is small, from rendering to publishing; done again from the beginning when an
   * attempt fails. Fails with `CHUNK_MISSING` or `RESULT_EXPIRED` when the search has to run again first.
   */
  renderReport: (run: RunRef, plan: ReportPlan) => Promise<void>;
  /** Joins the fragments into the report's files and publishes them. May fail with `RESULT_EXPIRED`. */
  publishReport: (run: RunRef, plan: ReportPlan) => Promise<void>;
}

export interface ReportPlan {
  readonly chunkCount: number;
  /** The search was in rounds: its archives are rendered one by one, as the formatter mixes up the rounds of two queries. */
  readonly inRounds?: boolean;
  /** The first chunk of each step, ascending from 0; otherwise the steps have as many chunks each. */
  readonly stepStarts?: readonly number[];
  /** One activity makes it all: handing its steps out would cost more than they do. */
  readonly isSmall?: boolean;
}

/**
 * Chunks that one activity renders at most where they are shared out by number, in one process, whose start costs some
 * 60 ms; a further archive costs it 2 ms. An attempt that fails repeats them all.
 */
const chunksPerStep = 32;
/** Steps that even a report of few chunks is shared out in, so that several slots work at it. */
export const stepsOfShared = 4;
/** Of more chunks none is so large beside the others that it would be waited for at the end. */
export const mostSharedBySize = stepsOfShared * chunksPerStep;

/** A range of chunks, `to` exclusive. */
export interface FormatStep {
  readonly from: number;
  readonly to: number;
}

/** How the chunks are shared out among activities: consecutive. */
export function formatSteps({ chunkCount, inRounds, stepStarts }: ReportPlan): readonly FormatStep[] {
  const starts = stepStarts ?? evenStarts(chunkCount, inRounds === true ? 1 : chunksPerStep);
  return starts.map((from, step) => ({ from, to: starts[step + 1] ?? chunkCount }));
}

function evenStarts(chunkCount: number, perStep: number): readonly number[] {
  const stepCount = Math.max(Math.ceil(chunkCount / perStep), Math.min(stepsOfShared, chunkCount));
  return Array.from({ length: stepCount }, (_, step) => Math.floor((step * chunkCount) / stepCount));
}
