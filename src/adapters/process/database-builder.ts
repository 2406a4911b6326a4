import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { extensionLetter } from '../../database/database-files.ts';
import { isDatabaseName } from '../../database/database-name.ts';
import { PlatformError } from '../../errors/index.ts';
import type { CommandRunner } from '../../ports/command-runner.ts';
import type { DatabaseBuild, DatabaseBuilder } from '../../ports/database-builder.ts';
import { blastFailure, outputMissing } from './blast-exit-status.ts';
import { createBlastTools } from './blast-tools.ts';
import { filesOfDatabase, installDatabase } from './install-database.ts';
import type { ToolLocator } from './tool-locator.ts';

export interface DatabaseBuilderOptions {
  readonly runner: CommandRunner;
  readonly tools: ToolLocator;
  /** The catalogue's folder. Made when it is not there. */
  readonly directory: string;
}

const longestTitle = 500;

/** Builds databases of format 5 with makeblastdb. Builds may overlap; their installs follow each other. */
export function createDatabaseBuilder(options: DatabaseBuilderOptions): DatabaseBuilder {
  const tools = createBlastTools({ ...options, neutralDirectory: '/' });
  const directory = resolve(options.directory);
  let lastInstall: Promise<unknown> = Promise.resolve();
  return {
    build: async (request) => {
      requireUsable(request);
      request.signal.throwIfAborted();
      await mkdir(directory, { recursive: true });
      await requireFree(directory, request);
      const built = join(request.scratchDirectory, 'built');
      await mkdir(built);
      await symlink(resolve(request.fastaPath), join(built, 'input.fasta'));
      const { result, run } = await tools.run({
        tool: 'makeblastdb',
        argv: makeblastdbArgv(request),
        workingDirectory: built,
        signal: request.signal,
      });
      if (result.exitCode !== 0) throw blastFailure('makeblastdb', result);
      await rm(join(built, 'input.fasta'));
      const letter = extensionLetter[request.moleculeType];
      const made = new Set(await readdir(built));
      if (!made.has(`${request.name}.${letter}in`) && !made.has(`${request.name}.${letter}al`)) {
        throw outputMissing('makeblastdb', result.stderr);
      }
      const turn = lastInstall.then(async () => {
        request.signal.throwIfAborted();
        await requireFree(directory, request);
        await installDatabase({ from: built, to: directory, name: request.name });
      });
      lastInstall = turn.catch(() => undefined);
      await turn;
      return run;
    },
  };
}

/**
 * Without `-parse_seqids`: it refuses duplicate ids and ids over 50 characters and rewrites others, so that whether a
 * FASTA file builds, and what a report prints, would hang on the form of its ids. Without it any FASTA file builds and
 * reports print the ids as they stand in the file.
 */
function makeblastdbArgv({ name, title, moleculeType, maxFileSize }: DatabaseBuild): string[] {
  return [
    ...[
      '-in',
      'input.fasta',
      '-input_type',
      'fasta',
      '-dbtype',
      moleculeType === 'protein' ? 'prot' : 'nucl',
    ],
    ...['-out', name, '-title', title, '-blastdb_version', '5'],
    ...(maxFileSize === undefined ? [] : ['-max_file_sz', maxFileSize]),
  ];
}

function requireUsable({ name, title }: DatabaseBuild): void {
  if (!isDatabaseName(name)) {
    const message =
      'A database name must be 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit.';
    throw new PlatformError('INVALID_REQUEST', message, { location: { field: 'name' } });
  }
  if (/\.\d{2,}$/.test(name)) {
    const message = 'A database name must not end like a volume, in a dot and digits (for example "nr.00").';
    throw new PlatformError('INVALID_REQUEST', message, { location: { field: 'name' } });
  }
  if (title.trim() === '' || title.length > longestTitle || /[\u0000-\u001f\u007f]/.test(title)) {
    const message = `A database title must be 1 to ${longestTitle} characters on one line.`;
    throw new PlatformError('INVALID_REQUEST', message, { location: { field: 'title' } });
  }
}

async function requireFree(directory: string, { name, replace }: DatabaseBuild): Promise<void> {
  if (replace === true || (await filesOfDatabase(directory, name)).length === 0) return;
  throw new PlatformError('CONFLICT', `There is a database named ${name} already; choose another name.`, {
    location: { field: 'name' },
  });
}
