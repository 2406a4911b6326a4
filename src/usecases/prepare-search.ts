import type { Database } from '../database/database.ts';
import { jobIdOf } from '../job/keys.ts';
import type { JobSummary } from '../job/record.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { SearchOptions } from '../search/canonical-options.ts';
import type { Program } from '../search/program.ts';
import type { QueryObject, SearchKey, SearchRequest, SearchScope } from '../search/request.ts';
import { splittingRuleForNew } from '../search/splitting-of-search.ts';
import { findDatabases, findDomainDatabase } from './find-databases.ts';
import { fitOptions } from './fit-options.ts';
import type { Platform } from './platform.ts';

export interface WantedSearch {
  readonly program: Program;
  readonly options: SearchOptions;
  readonly databaseNames: readonly string[];
  readonly scope?: SearchScope;
}

/** All that makes a search but its query, found good. */
export interface SearchTerms extends WantedSearch {
  readonly databases: readonly Database[];
  readonly domainDatabase: Database | undefined;
  readonly blastVersion: string;
}

/** Looks up what the search names and fits its options to it. @throws PlatformError 4xx codes for what the caller can mend */
export async function prepareSearch(
  deps: Pick<Platform, 'catalogue' | 'engine'>,
  wanted: WantedSearch,
): Promise<SearchTerms> {
  const { program, options } = wanted;
  const [databases, domainDatabase, blastVersion] = await Promise.all([
    findDatabases(deps, program, wanted.databaseNames),
    findDomainDatabase(deps, program, options.options),
    deps.engine.version(),
  ]);
  const fitted = { ...options, options: await fitOptions(deps, options.options, databases) };
  return { ...wanted, options: fitted, databases, domainDatabase, blastVersion };
}

/** The job that searches a query on these terms; it follows from both alone. */
export function searchRequest(
  terms: SearchTerms,
  query: QueryObject,
): { readonly jobId: string; readonly request: SearchRequest } {
  const key = searchKeyOf(terms, query);
  const request: SearchRequest = {
    schemaVersion: 1,
    kind: 'search',
    key,
    query,
    summary: summaryOf(terms, query),
  };
  return { jobId: jobIdOf(key), request };
}

const searched = ({ name, fingerprint }: Database): SearchedDatabase => ({ name, fingerprint });

function searchKeyOf(terms: SearchTerms, query: QueryObject): SearchKey {
  const { program, options, databases, domainDatabase, blastVersion, scope } = terms;
  const key: SearchKey = {
    schemaVersion: 1,
    kind: 'search',
    program,
    task: options.task,
    options: options.options,
    databases: databases.map(searched),
    ...(domainDatabase === undefined ? {} : { domainDatabase: searched(domainDatabase) }),
    queryDigest: query.digest,
    engine: 'local',
    blastVersion,
    ...(scope === undefined ? {} : { scope }),
  };
  const rule = splittingRuleForNew(key, query);
  return rule.cut === 'anywhere' ? key : { ...key, batchSizeResidues: rule.batchSizeResidues };
}

function summaryOf({ program, databaseNames }: SearchTerms, query: QueryObject): JobSummary {
  const sequences = query.sequenceCount === 1 ? '1 sequence' : `${String(query.sequenceCount)} sequences`;
  return {
    title: `${program}: ${sequences} against ${databaseNames.join(' ')}`,
    program,
    databases: databaseNames,
    queryCount: query.sequenceCount,
    residueCount: query.residueCount,
  };
}
