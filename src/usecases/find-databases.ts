import type { Database } from '../database/database.ts';
import { PlatformError } from '../errors/index.ts';
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
  const wanted = programTable[program].databaseMolecule;
  const found: Database[] = [];
  for (const name of names) {
    const database = await deps.catalogue.get(name);
    if (!database) throw new PlatformError('UNKNOWN_DATABASE', await unknownMessage(deps, name), field);
    if (database.moleculeType !== wanted) {
      const message = `${program} searches ${wanted} databases, and ${name} holds ${database.moleculeType} sequences.`;
      throw new PlatformError('WRONG_MOLECULE_TYPE', message, field);
    }
    if (programTable[program].needsProfiles && database.profiles === undefined) {
      const message =
        `${program} searches databases of profiles, and ${name} has none; ` +
        'use a database made by makeprofiledb, such as one of the Conserved Domain Database.';
      throw new PlatformError('WRONG_MOLECULE_TYPE', message, field);
    }
    found.push(database);
  }
  refuseMixedFormats(found);
  refuseMixedIds(found);
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

function refuseMixedFormats(databases: readonly Database[]): void {
  const [first] = databases;
  const other = databases.find(({ formatVersion }) => formatVersion !== first?.formatVersion);
  if (first === undefined || other === undefined) return;
  const message =
    `The databases ${first.name} (format ${String(first.formatVersion)}) and ${other.name} (format ` +
    `${String(other.formatVersion)}) cannot be searched together; search them one by one.`;
  throw new PlatformError('UNSUITABLE_DATABASE', message, field);
}

/** BLAST+ 2.12.0 searches them together, and cannot format what it found ("Error pre-fetching sequence data"). */
function refuseMixedIds(databases: readonly Database[]): void {
  const ofFormat5 = databases.filter(({ formatVersion }) => formatVersion === 5);
  const indexed = ofFormat5.find(({ hasSequenceIds }) => hasSequenceIds);
  const other = ofFormat5.find(({ hasSequenceIds }) => !hasSequenceIds);
  if (indexed === undefined || other === undefined) return;
  const message =
    `The databases ${indexed.name} (built with -parse_seqids) and ${other.name} (built without) cannot be reported ` +
    'together; search them one by one, or build both alike.';
  throw new PlatformError('UNSUITABLE_DATABASE', message, field);
}

async function unknownMessage(deps: Deps, name: string): Promise<string> {
  const names = (await deps.catalogue.list()).map((database) => database.name);
  const known = names.length === 0 ? 'There are none yet.' : `Available: ${names.slice(0, 20).join(', ')}.`;
  return `There is no database called ${JSON.stringify(name.slice(0, 80))}. ${known}`;
}
