import type { SearchActivities } from '../../src/search/contract.ts';
import type { Scratch } from '../../src/ports/scratch.ts';
import type { Platform } from '../../src/usecases/platform.ts';
import type { JobFigures } from '../job-figures.ts';
import { findUnsearched } from './find-unsearched.ts';
import { planSearch } from './plan-search.ts';
import { publishSearch } from './publish-search.ts';
import { searchChunk } from './search-chunk.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';

export interface SearchDeps extends Pick<Platform, 'documents' | 'objects' | 'engine' | 'clock'> {
  readonly scratch: Scratch;
  readonly stored: StoredObjects;
  readonly figures: JobFigures;
  /** How many tools may run at the same time on this worker. */
  readonly toolSlots: number;
}

/** The steps of a search. */
export function createSearchActivities(deps: SearchDeps): SearchActivities {
  return {
    planSearch: (run) => planSearch(deps, run),
    findUnsearched: (run, page) => findUnsearched(deps, run, page),
    searchChunk: (run, page, rank) => searchChunk(deps, run, page, rank),
    publishSearch: (run, plan) => publishSearch(deps, run, plan),
  };
}
