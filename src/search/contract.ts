import type { JobInput, RunRef } from '../job/contract.ts';
import type { Run } from '../ports/job-launcher.ts';

/** Input of the search workflow. `resume` is what a run hands to its continuation. */
export interface SearchInput extends JobInput {
  readonly resume?: SearchResumption;
}

export interface SearchResumption {
  readonly run: Run;
  readonly plan: SearchPlan;
  readonly nextPage: number;
  /** How often chunks were found missing after all of them had been searched. Absent: never. */
  readonly timesLost?: number;
}

/** The shape of a plan; the chunks themselves are stored as pages. */
export interface SearchPlan {
  readonly chunkCount: number;
  readonly pageCount: number;
  /** Given for a plan of one chunk that needs no search. */
  readonly isSearched?: true;
}

export interface SearchActivities {
  /** Cuts the query into chunks and stores the plan under the run. The same query always gives the same plan. */
  planSearch: (run: RunRef) => Promise<SearchPlan>;
  /** The ranks, ascending, of the chunks of a page whose archives do not exist. */
  findUnsearched: (run: RunRef, page: number) => Promise<readonly number[]>;
  /**
   * Makes sure that the archive of one chunk exists; runs the tool only when it does not. Chunks of a page are named by
   * rank, the largest first.
   */
  searchChunk: (run: RunRef, page: number, rank: number) => Promise<{ readonly computed: boolean }>;
  /** Fails with `CHUNK_MISSING` when an archive is gone by now: the chunks are to be searched again, then this. */
  publishSearch: (run: RunRef, plan: SearchPlan) => Promise<void>;
}
