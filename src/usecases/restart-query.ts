import { PlatformError } from '../errors/index.ts';
import { objectKeys } from '../job/keys.ts';
import { isOverWithoutResults } from '../job/record.ts';
import type { SiteCatalogue } from '../ports/site-catalogue.ts';
import type { QueryObject, SearchKey, SearchRequest, SearchScope } from '../search/request.ts';
import { asDatabaseChange } from './database-change.ts';
import { findTargets } from './find-targets.ts';
import type { Platform } from './platform.ts';
import { prepareSearch, searchRequest, type SearchTerms } from './prepare-search.ts';
import { prepareChildren, readChildren, storeChildren, turnOfQuery } from './query-children.ts';
import { readJob } from './read-job.ts';
import { readJson } from './read-json.ts';
import { restartChildren } from './restart-children.ts';
import { restartJob, type Turn } from './restart-job.ts';
import { readQuery } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import { supersedeJob } from './supersede-job.ts';

export type RestartQueryDeps = Platform & { readonly sites: SiteCatalogue };

/**
 * Runs a query again that is over without results, and those of its single sequences that have expired. Where a target
 * was built anew since, or BLAST+ is another version, the query on what is there now is run instead, as a job of its own
 * for which the old id stands from then on. A search without a scope is restarted as it is.
 *
 * Any number of calls make one run. The new job runs before the old row names it: a repetition mends what a crash left.
 * @returns the job that the id stands for now
 * @throws PlatformError as `restartJob`, and `DATABASE_CHANGED` when it cannot be run on what is there now
 */
export async function restartQuery(deps: RestartQueryDeps, jobId: string, turn: Turn): Promise<Submitted> {
  const record = await readJob(deps, jobId);
  const request = await readJson<SearchRequest>(deps.objects, objectKeys.request(jobId));
  const { scope } = request.key;
  const today = scope && isOverWithoutResults(record) && (await searchOfToday(deps, request, scope));
  const turnOfWhole = turnOfQuery(turn, request.query);
  const submitted =
    today && today.jobId !== jobId
      ? await submitInstead(deps, jobId, today, turnOfWhole)
      : await restartJob(deps, jobId, turnOfWhole);
  await restartChildren(deps, await readChildren(deps, submitted.record.id), turn);
  return submitted;
}

interface SearchOfToday {
  readonly jobId: string;
  readonly request: SearchRequest;
  readonly terms: SearchTerms;
}

/** What the query would be if it were asked now. */
async function searchOfToday(
  deps: RestartQueryDeps,
  { key, query }: SearchRequest,
  scope: SearchScope,
): Promise<SearchOfToday> {
  const terms = await asDatabaseChange(termsOfToday(deps, key, scope));
  return { ...searchRequest(terms, query), terms };
}

async function termsOfToday(
  deps: RestartQueryDeps,
  key: SearchKey,
  scope: SearchScope,
): Promise<SearchTerms> {
  const found = await findTargets(deps, key.program, scope);
  if ('faults' in found)
    throw new PlatformError('UNSUITABLE_DATABASE', found.faults.map(({ message }) => message).join(' '));
  return prepareSearch(deps, { program: key.program, options: optionsOf(key), ...found });
}

function optionsOf({ task, options }: SearchKey): SearchTerms['options'] {
  return { task, options, keepCase: 'lcase_masking' in options };
}

/** As `submitQuery` does, of a query that is stored already. */
async function submitInstead(
  deps: RestartQueryDeps,
  supersededId: string,
  { terms, ...job }: SearchOfToday,
  turn: Turn,
): Promise<Submitted> {
  const { query } = job.request;
  await storeChildren(deps, job.jobId, await prepareChildren(terms, job, () => textOf(deps, query)));
  const submitted = await submitJob(deps, { ...job, ...turn, despiteFailure: true });
  await supersedeJob(deps, supersededId, job.jobId);
  return submitted;
}

async function* textOf(
  { objects }: Pick<Platform, 'objects'>,
  { objectKey }: QueryObject,
): AsyncGenerator<Uint8Array> {
  yield* await readQuery(objects, objectKey);
}
