import type { Database } from '../database/database.ts';
import { PlatformError } from '../errors/index.ts';
import { programTable, type Program } from './program.ts';

const field = { location: { field: 'db' } };

/**
 * Why a program cannot search a database, as `WRONG_MOLECULE_TYPE`; undefined when it can.
 * @param called - what the caller knows the database by
 */
export function misfitOf(
  program: Program,
  database: Database,
  called = database.name,
): PlatformError | undefined {
  const { databaseMolecule: wanted, needsProfiles } = programTable[program];
  if (database.moleculeType !== wanted) {
    const message = `${program} searches ${wanted} databases, and ${called} holds ${database.moleculeType} sequences.`;
    return new PlatformError('WRONG_MOLECULE_TYPE', message, field);
  }
  if (!needsProfiles || database.profiles !== undefined) return undefined;
  const message =
    `${program} searches databases of profiles, and ${called} has none; ` +
    'use a database made by makeprofiledb, such as one of the Conserved Domain Database.';
  return new PlatformError('WRONG_MOLECULE_TYPE', message, field);
}

/** Why BLAST+ does not open some databases together, as `UNSUITABLE_DATABASE`; undefined when it does. */
export function mixtureFaultOf(databases: readonly Database[]): PlatformError | undefined {
  const message = mixedFormats(databases) ?? mixedIds(databases);
  return message === undefined ? undefined : new PlatformError('UNSUITABLE_DATABASE', message, field);
}

function mixedFormats(databases: readonly Database[]): string | undefined {
  const [first] = databases;
  const other = databases.find(({ formatVersion }) => formatVersion !== first?.formatVersion);
  if (first === undefined || other === undefined) return undefined;
  return (
    `The databases ${first.name} (format ${String(first.formatVersion)}) and ${other.name} (format ` +
    `${String(other.formatVersion)}) cannot be searched together; search them one by one.`
  );
}

/** BLAST+ 2.12.0 searches them together, and cannot format what it found ("Error pre-fetching sequence data"). */
function mixedIds(databases: readonly Database[]): string | undefined {
  const ofFormat5 = databases.filter(({ formatVersion }) => formatVersion === 5);
  const indexed = ofFormat5.find(({ hasSequenceIds }) => hasSequenceIds);
  const other = ofFormat5.find(({ hasSequenceIds }) => !hasSequenceIds);
  if (indexed === undefined || other === undefined) return undefined;
  return (
    `The databases ${indexed.name} (built with -parse_seqids) and ${other.name} (built without) cannot be reported ` +
    'together; search them one by one, or build both alike.'
  );
}
