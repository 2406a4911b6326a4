import { isDatabaseName } from '../database/database-name.ts';
import { parseSiteDatabaseName } from '../database/site-database.ts';
import { PlatformError } from '../errors/index.ts';
import type { CanonicalOptions } from './options.ts';
import { programTable, type Program } from './program.ts';

export interface SearchCommand {
  readonly program: Program;
  readonly task: string;
  readonly options: CanonicalOptions;
  /** Names as the catalogue knows them, in the order of the request; found through `BLASTDB`. */
  readonly databases: readonly string[];
}

/**
 * The arguments after the program's name, always in the same order: task, databases, options by name, archive format,
 * one thread. `-query` and `-out` are the engine's to add; no path here leads out of the folders of `BLASTDB`.
 *
 * @throws PlatformError UNKNOWN_DATABASE for no database, or a name that the tool would read as something else.
 */
export function searchArgv({ program, task, options, databases }: SearchCommand): string[] {
  if (databases.length === 0 || !databases.every(isSearchable)) {
    throw new PlatformError('UNKNOWN_DATABASE', 'A search needs at least one database, by its name.', {
      location: { field: 'db' },
    });
  }
  const names = Object.keys(options).sort();
  return [
    ...(programTable[program].hasTaskOption ? ['-task', task] : []),
    '-db',
    databases.join(' '),
    ...names.flatMap((name) => argumentsOf(name, options[name] ?? '')),
    '-outfmt',
    '11',
    '-num_threads',
    '1',
  ];
}

/** A short name, or the path of a site's database below the folder of sites. */
function isSearchable(name: string): boolean {
  return isDatabaseName(name) || parseSiteDatabaseName(name) !== undefined;
}

function argumentsOf(name: string, value: string): string[] {
  return value === '' ? [`-${name}`] : [`-${name}`, value];
}
