import { objectKeys } from '../job/keys.ts';
import { jobs, type JobRecord, type JobState } from '../job/record.ts';
import type { ReportRequest } from '../report/request.ts';
import type { SearchRequest } from '../search/request.ts';
import type { Platform } from './platform.ts';
import { readJsonIfPresent } from './read-json.ts';

type Deps = Pick<Platform, 'documents' | 'objects'>;

/** A search of a surface with a scope, or a report of one, with what it was asked as. */
export interface ScopedJob {
  readonly record: JobRecord;
  readonly search: SearchRequest;
  readonly report?: ReportRequest;
}

/** The jobs of one kind, in some states, that surfaces with a scope have asked for; oldest first, one page in memory. */
export async function* scopedJobs(
  deps: Deps,
  kind: 'search' | 'report',
  states: readonly JobState[],
): AsyncGenerator<ScopedJob> {
  let cursor: string | undefined;
  do {
    const page = await deps.documents.find(jobs, {
      where: { kind, state: { in: states } },
      sort: { field: 'createdAt', direction: 'ascending' },
      ...(cursor !== undefined && { cursor }),
    });
    for (const { document } of page.items) {
      const job = await scopedJob(deps, document);
      if (job) yield job;
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** What a job was asked as; `undefined` for one of another surface. */
export async function scopedJob({ objects }: Deps, record: JobRecord): Promise<ScopedJob | undefined> {
  const report =
    record.kind === 'report'
      ? await readJsonIfPresent<ReportRequest>(objects, objectKeys.request(record.id))
      : undefined;
  const searchJobId = report?.searchJobId ?? record.id;
  const search = await readJsonIfPresent<SearchRequest>(objects, objectKeys.request(searchJobId));
  if (search?.key.scope === undefined) return undefined;
  return { record, search, ...(report && { report }) };
}
