import type { Database } from '../database/database.ts';
import { PlatformError } from '../errors/index.ts';
import { misfitOf, mixtureFaultOf } from '../search/database-fit.ts';
import { programTable, type Program } from '../search/program.ts';
import type { CanonicalOptions } from '../search/options.ts';
import type { Platform } from './platform.ts';

type Deps = Pick<Platform, 'catalogue'>;

const field = { location: { field: 'db' } };

/**
 * The databases of a search, in the order of their names in the request.
 * @throws PlatformError `UNKNOWN_DATABASE`, `WRONG_MOLECULE_TYPE`, and `UNSUITABLE_DATABASE` for some that BLAST+ does
 * not open together
 */
export async function findDatabases(
  deps: Deps,
  program: Program,
  names: readonly string[],
): Promise<Database[]> {
  const found: Database[] = [];
  for (const name of names) {
    const database = await deps.catalogue.get(name);
    if (!database) throw new PlatformError('UNKNOWN_DATABASE', await unknownMessage(deps, name), field);
    const misfit = misfitOf(program, database);
    if (misfit) throw misfit;
    found.push(database);
  }
  const fault = mixtureFaultOf(found);
  if (fault) throw fault;
  return found;
}

/** The database of conserved domains that a program needs beside those it searches. */
export async function findDomainDatabase(
  deps: Deps,
  program: Program,
  options: CanonicalOptions,
): Promise<Database | undefined> {
  const { domainDatabase } = programTable[program];
  if (domainDatabase === undefined) return undefined;
  const name = options[domainDatabase.option] ?? domainDatabase.defaultName;
  const found = await deps.catalogue.get(name);
  if (found?.profiles === 'delta') return found;
  const what = found === undefined ? 'is not on this server' : 'is none';
  const message = `${program} needs a database of conserved domains, and ${name} ${what}; name one with the option ${domainDatabase.option}.`;
  throw new PlatformError(found === undefined ? 'UNKNOWN_DATABASE' : 'WRONG_MOLECULE_TYPE', message, {
    location: { field: domainDatabase.option },
  });
}

async function unknownMessage(deps: Deps, name: string): Promise<string> {
  const names = (await deps.catalogue.list()).map((database) => database.name);
  const known = names.length === 0 ? 'There are none yet.' : `Available: ${names.slice(0, 20).join(', ')}.`;
  return `There is no database called ${JSON.stringify(name.slice(0, 80))}. ${known}`;
}
