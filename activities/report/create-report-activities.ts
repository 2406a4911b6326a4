import type { Scratch } from '../../src/ports/scratch.ts';
import type { ReportActivities } from '../../src/report/contract.ts';
import type { JobWatcher } from '../../src/usecases/job-watcher.ts';
import type { Platform } from '../../src/usecases/platform.ts';
import type { StoredObjects } from '../../src/usecases/stored-objects.ts';
import type { JobFigures } from '../job-figures.ts';
import { formatChunks } from './format-chunks.ts';
import { publishReport } from './publish-report.ts';
import { renderReport } from './render-report.ts';
import { restartSearch } from './restart-search.ts';
import { waitForSearch } from './wait-for-search.ts';

export interface ReportDeps extends Pick<
  Platform,
  'documents' | 'objects' | 'launcher' | 'engine' | 'clock'
> {
  readonly scratch: Scratch;
  readonly stored: StoredObjects;
  readonly watcher: JobWatcher;
  readonly figures: JobFigures;
  readonly toolSlots: number;
}

/** The steps of a report. */
export function createReportActivities(deps: ReportDeps): ReportActivities {
  return {
    waitForSearch: (run) => waitForSearch(deps, run),
    restartSearch: (run) => restartSearch(deps, run),
    formatChunks: (run, from, to) => formatChunks(deps, run, from, to),
    renderReport: (run, plan) => renderReport(deps, run, plan),
    publishReport: (run, plan) => publishReport(deps, run, plan),
  };
}
