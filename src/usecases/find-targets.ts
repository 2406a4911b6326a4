import type { Database } from '../database/database.ts';
import { maxDatabaseNameCharacters } from '../database/database-name.ts';
import { PlatformError } from '../errors/index.ts';
import type { SiteCatalogue } from '../ports/site-catalogue.ts';
import { misfitOf, mixtureFaultOf } from '../search/database-fit.ts';
import { printable } from '../search/printable.ts';
import type { Program } from '../search/program.ts';
import type { QueryTarget, SearchScope } from '../search/request.ts';

/** More would help nobody who reads them. */
const mostFaults = 20;

/** Targets of a site in the one order that keys have, with the databases of its newest build. */
export interface FoundTargets {
  readonly scope: SearchScope;
  readonly databaseNames: readonly string[];
}

export interface TargetFaults {
  readonly faults: readonly PlatformError[];
}

/**
 * Looks up targets, in any order; one that is named twice counts once. Faults are all there are: one for each target that
 * is not there or does not fit, `UNKNOWN_DATABASE` or `WRONG_MOLECULE_TYPE`, the first 20 of them; or an
 * `UNSUITABLE_DATABASE` for some that cannot be searched together.
 * @param program - undefined where it is not known; then they need only be there
 */
export async function findTargets(
  { sites }: { readonly sites: SiteCatalogue },
  program: Program | undefined,
  wanted: SearchScope,
): Promise<FoundTargets | TargetFaults> {
  const scope = { site: wanted.site, targets: inOrder(wanted.targets) };
  const databases: Database[] = [];
  const faults: PlatformError[] = [];
  for (const target of scope.targets) {
    if (faults.length === mostFaults) return { faults };
    const found = await sites.find({ site: scope.site, target: target.displayName, file: target.file });
    const fault = found ? program && misfitOf(program, found, called(target)) : notThere(scope.site, target);
    if (fault) faults.push(fault);
    else if (found) databases.push(found);
  }
  const mixture = faults.length === 0 ? mixtureFaultOf(databases) : undefined;
  if (mixture) faults.push(mixture);
  return faults.length > 0 ? { faults } : { scope, databaseNames: databases.map(({ name }) => name) };
}

function inOrder(targets: readonly QueryTarget[]): QueryTarget[] {
  const byName = new Map(targets.map((target) => [`${target.displayName}:${target.file}`, target]));
  const sorted = [...byName].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, { displayName, file }]) => ({ displayName, file }));
}

function notThere(site: string, target: QueryTarget): PlatformError {
  const message = `Site ${shown(site)} has no database ${called(target)} now. The targets there are: GET /query/targets.`;
  return new PlatformError('UNKNOWN_DATABASE', message, { location: { field: 'targets' } });
}

const called = ({ displayName, file }: QueryTarget): string => `${shown(file)} of ${shown(displayName)}`;

const shown = (name: string): string => printable(name, maxDatabaseNameCharacters);
