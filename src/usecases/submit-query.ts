import type { LinkNotes } from '../account/link.ts';
import type { Principal } from '../account/principal.ts';
import { PlatformError } from '../errors/index.ts';
import type { JudgedQuery } from '../multiblast/judge-query.ts';
import { isTargetFault, targetErrors } from '../multiblast/target-errors.ts';
import type { SiteCatalogue } from '../ports/site-catalogue.ts';
import type { SearchOptions } from '../search/canonical-options.ts';
import type { Program } from '../search/program.ts';
import type { QueryTarget } from '../search/request.ts';
import { findTargets, type TargetFaults } from './find-targets.ts';
import { prepareSearch, searchRequest, type SearchTerms } from './prepare-search.ts';
import { prepareChildren, storeChildren, turnOfQuery } from './query-children.ts';
import { refuseWithQuery } from './refuse-query.ts';
import { restartChildren } from './restart-children.ts';
import { withQuery } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import type { SubmitSearchDeps } from './submit-search.ts';

/** A query as clients of Multi-Blast ask it: targets of a site, and no report. */
export interface QueryToSubmit {
  readonly program: Program;
  readonly options: SearchOptions;
  readonly site: string;
  /** In any order; one that is named twice counts once. */
  readonly targets: readonly QueryTarget[];
  /** On the terms of the program and its options; read once. */
  readonly query: JudgedQuery;
  readonly principal: Principal;
  /** Given: the job goes into the principal's collection, with these notes. */
  readonly link?: Partial<LinkNotes>;
  readonly priority: number;
}

export type SubmitQueryDeps = Omit<SubmitSearchDeps, 'limits'> & { readonly sites: SiteCatalogue };

/**
 * Submits a query as one search, and lays ready a search of each of its sequences where there are several: those are
 * started by `resumeJob` when somebody asks for them, and again here when their results have expired. Everything is
 * checked before anything is stored or started.
 * @throws InvalidInput with all that is wrong with the targets and the query; PlatformError as `submitSearch`
 */
export async function submitQuery(deps: SubmitQueryDeps, input: QueryToSubmit): Promise<Submitted> {
  const { site, principal, priority, link } = input;
  const terms = await findTerms(deps, input);
  if ('faults' in terms) return refuseWithQuery(targetErrors(input.program, terms.faults), input.query);
  return withQuery(deps, input.query, async ({ query, read, store }) => {
    const job = searchRequest(terms, query);
    const children = await prepareChildren(terms, job, read);
    return deps.quota.admit(job.jobId, principal.id, async () => {
      await store();
      const wanted = link && { ...link, principal: principal.id, site };
      const turn = { priority, fairnessKey: principal.id };
      const asker = turnOfQuery(turn, query);
      const beside = (): Promise<void> => storeChildren(deps, job.jobId, children);
      const submitted = await submitJob(deps, { ...job, ...asker, beside, ...(wanted && { link: wanted }) });
      if (submitted.disposition !== 'failed') await restartChildren(deps, children, turn);
      return submitted;
    });
  });
}

async function findTerms(
  deps: SubmitQueryDeps,
  { program, options, site, targets }: QueryToSubmit,
): Promise<SearchTerms | TargetFaults> {
  const found = await findTargets(deps, program, { site, targets });
  if ('faults' in found) return found;
  try {
    return await prepareSearch(deps, { program, options, ...found });
  } catch (error) {
    if (error instanceof PlatformError && isTargetFault(error)) return { faults: [error] };
    throw error;
  }
}
