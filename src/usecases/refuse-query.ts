import { mergeErrors, type ConfigErrors } from '../multiblast/config-errors.ts';
import { InvalidInput } from '../multiblast/invalid-input.ts';
import type { LegibleJobConfig } from '../multiblast/job-config.ts';
import type { JudgedQuery } from '../multiblast/judge-query.ts';
import { targetErrors } from '../multiblast/target-errors.ts';
import type { SiteCatalogue } from '../ports/site-catalogue.ts';
import type { Program } from '../search/program.ts';
import { findTargets } from './find-targets.ts';

/** A query job whose configuration has faults, as far as it could be read. */
export interface RefusedQuery {
  readonly errors: ConfigErrors;
  readonly program?: Program;
  readonly job: LegibleJobConfig;
  /** Absent where there is none to judge, or nothing to judge it by. */
  readonly query?: JudgedQuery;
}

/**
 * Adds what is wrong with the targets and the query of a job that is refused already, so that its sender corrects all at
 * once. Nothing is stored; the query is read to its end, or to where its faults end it.
 * @throws InvalidInput always, unless the query fails to be read
 */
export async function refuseQuery(
  deps: { readonly sites: SiteCatalogue },
  { errors, program, job, query }: RefusedQuery,
): Promise<never> {
  const { site, targets } = job;
  const found = site === undefined ? undefined : await findTargets(deps, program, { site, targets: targets });
  const faults = found && 'faults' in found ? found.faults : [];
  return refuseWithQuery(mergeErrors(errors, targetErrors(program, faults)), query);
}

/** @throws InvalidInput with these errors and those of the query, which is read to its end */
export async function refuseWithQuery(errors: ConfigErrors, query: JudgedQuery | undefined): Promise<never> {
  if (query === undefined) throw new InvalidInput(errors);
  const pieces = query.text[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
  throw new InvalidInput(mergeErrors(errors, query.errors()));
}
