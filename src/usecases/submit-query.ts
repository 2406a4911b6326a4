import type { LinkNotes } from '../account/link.ts';
import type { Principal } from '../account/principal.ts';
import { PlatformError } from '../errors/index.ts';
import type { NormalisedFasta } from '../formats/fasta-normaliser.ts';
import type { SiteCatalogue } from '../ports/site-catalogue.ts';
import type { SearchOptions } from '../search/canonical-options.ts';
import type { Program } from '../search/program.ts';
import type { QueryTarget, SearchScope } from '../search/request.ts';
import { prepareSearch, searchRequest } from './prepare-search.ts';
import { prepareChildren, storeChildren } from './query-children.ts';
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
  /** Of the molecule that the program takes; read once, only after everything else was found good. */
  readonly query: NormalisedFasta;
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
 * @throws PlatformError as `submitSearch`; `UNKNOWN_DATABASE` for a target that the site does not have
 */
export async function submitQuery(deps: SubmitQueryDeps, input: QueryToSubmit): Promise<Submitted> {
  const { program, options, site, principal, priority, link } = input;
  const scope: SearchScope = { site, targets: inOrder(input.targets) };
  const databaseNames = await Promise.all(scope.targets.map((target) => databaseOf(deps, site, target)));
  const terms = await prepareSearch(deps, { program, options, databaseNames, scope });
  return withQuery(deps, input.query, async ({ query, read, store }) => {
    const job = searchRequest(terms, query);
    const children = await prepareChildren(terms, query, read);
    return deps.quota.admit(job.jobId, principal.id, async () => {
      await store();
      await storeChildren(deps, job.jobId, children);
      const wanted = link && { ...link, principal: principal.id, site };
      const asker = { priority, fairnessKey: principal.id };
      const submitted = await submitJob(deps, { ...job, ...asker, ...(wanted && { link: wanted }) });
      if (submitted.disposition !== 'failed') await restartChildren(deps, children, asker);
      return submitted;
    });
  });
}

function inOrder(targets: readonly QueryTarget[]): QueryTarget[] {
  const byName = new Map(targets.map((target) => [`${target.displayName}:${target.file}`, target]));
  const sorted = [...byName].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, { displayName, file }]) => ({ displayName, file }));
}

async function databaseOf(
  { sites }: Pick<SubmitQueryDeps, 'sites'>,
  site: string,
  { displayName: target, file }: QueryTarget,
): Promise<string> {
  const found = await sites.find({ site, target, file });
  if (found) return found.name;
  const message = `Site ${site} has no database ${file} of ${target} now. The targets there are: GET /query/targets.`;
  throw new PlatformError('UNKNOWN_DATABASE', message, { location: { field: 'targets' } });
}
