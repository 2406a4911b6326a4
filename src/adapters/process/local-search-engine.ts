import { createWriteStream } from 'node:fs';
import { open, readdir, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlatformError } from '../../errors/index.ts';
import type { CommandResult, CommandRunner } from '../../ports/command-runner.ts';
import type { DatabaseCatalogue } from '../../ports/database-catalogue.ts';
import type {
  ArchiveFile,
  ChunkSearch,
  FormatArchive,
  FormattedFile,
  SearchedDatabase,
  SearchEngine,
} from '../../ports/search-engine.ts';
import { consultedDatabases } from '../../search/request.ts';
import { searchArgv } from '../../search/search-argv.ts';
import { blastFailure, outputMissing } from './blast-exit-status.ts';
import { shownStderr } from './blast-message.ts';
import { createBlastTools, type BlastTools } from './blast-tools.ts';
import type { ToolLocator } from './tool-locator.ts';

export interface LocalSearchEngineOptions {
  readonly runner: CommandRunner;
  readonly tools: ToolLocator;
  /** Tells which build of a database lies in the folder now. */
  readonly catalogue: Pick<DatabaseCatalogue, 'get' | 'taxonNames'>;
  /** The catalogue's folders, for `BLASTDB`. */
  readonly databaseDirectories: readonly string[];
}

/** File names inside the task's folder; they stand in the recorded arguments, so that no path does. */
const files = { query: 'query.fasta', archive: 'archive.asn', report: 'report' } as const;

/**
 * Searches and formats with the BLAST+ programs of this machine. The environment that can change a result is
 * `BATCH_SIZE` (recorded with the run) and `BLASTDB` (a folder, vouched for by the fingerprints, which are compared
 * before and after every run: a database that is rebuilt under a running search does not get its result published).
 * @throws TypeError when a database folder has a colon in its path: `BLASTDB` separates folders by it
 */
export function createLocalSearchEngine(options: LocalSearchEngineOptions): SearchEngine {
  const databaseDirectories = options.databaseDirectories.map((directory) => resolve(directory));
  if (databaseDirectories.some((directory) => directory.includes(':')))
    throw new TypeError('a database folder must not have ":" in its path');
  const engine: Engine = {
    tools: createBlastTools({ ...options, neutralDirectory: '/' }),
    catalogue: options.catalogue,
    databaseSearchPath: databaseDirectories.join(':'),
  };
  return {
    version: () => engine.tools.version('blastp'),
    searchChunk: (chunk) => searchChunk(engine, chunk),
    formatArchive: (task) => formatArchive(engine, task),
  };
}

interface Engine {
  readonly tools: BlastTools;
  readonly catalogue: Pick<DatabaseCatalogue, 'get' | 'taxonNames'>;
  /** The value of `BLASTDB`. */
  readonly databaseSearchPath: string;
}

async function searchChunk(engine: Engine, chunk: ChunkSearch): Promise<ArchiveFile> {
  chunk.signal.throwIfAborted();
  const consulted = consultedDatabases(chunk);
  await requireUnchanged(engine.catalogue, consulted);
  const query = createWriteStream(join(chunk.scratchDirectory, files.query), { flags: 'wx' });
  await pipeline(Readable.from(chunk.fasta), query, { signal: chunk.signal }).catch((error: unknown) => {
    chunk.signal.throwIfAborted();
    throw error;
  });
  const { program, task, options } = chunk;
  const databases = chunk.databases.map(({ name }) => name);
  const { result, run } = await engine.tools.run({
    tool: program,
    argv: [
      ...searchArgv({ program, task, options, databases }),
      '-query',
      files.query,
      '-out',
      files.archive,
    ],
    workingDirectory: chunk.scratchDirectory,
    databaseSearchPath: engine.databaseSearchPath,
    environment: { BATCH_SIZE: String(chunk.batchSizeResidues) },
    signal: chunk.signal,
  });
  // Before the exit status: a database that was replaced meanwhile explains any failure.
  await requireUnchanged(engine.catalogue, consulted);
  const path = join(chunk.scratchDirectory, files.archive);
  requireSuccess(program, result);
  if (!(await isWholeArchive(path))) throw outputMissing(program, result.stderr);
  return { path, run, stderr: shownStderr(result.stderr) };
}

async function formatArchive(engine: Engine, task: FormatArchive): Promise<FormattedFile> {
  task.signal.throwIfAborted();
  await requireUnchanged(engine.catalogue, task.databases);
  await requireTaxonNames(engine.catalogue, task);
  const archive = await nameInFolder(task.archivePath, task.scratchDirectory);
  const before = new Set(await readdir(task.scratchDirectory));
  const { result, run } = await engine.tools.run({
    tool: 'blast_formatter',
    argv: ['-archive', archive, '-outfmt', task.outfmt, ...task.extraArgs, '-out', files.report],
    workingDirectory: task.scratchDirectory,
    databaseSearchPath: engine.databaseSearchPath,
    signal: task.signal,
  });
  await requireUnchanged(engine.catalogue, task.databases);
  requireSuccess('blast_formatter', result);
  const made = (await readdir(task.scratchDirectory)).filter((name) => !before.has(name));
  if (!made.includes(files.report)) throw outputMissing('blast_formatter', result.stderr);
  const extraFiles = made.filter((name) => name.startsWith(`${files.report}_`)).sort(byNumber);
  const path = join(task.scratchDirectory, files.report);
  return { path, extraFiles, run, stderr: shownStderr(result.stderr) };
}

/** @throws PlatformError `DATABASE_CHANGED` when the names of taxa are not those that were asked for */
async function requireTaxonNames(
  catalogue: Pick<DatabaseCatalogue, 'taxonNames'>,
  { taxonNames, outfmt }: Pick<FormatArchive, 'taxonNames' | 'outfmt'>,
): Promise<void> {
  // Requests for organism reports that were stored before names of taxa had a digest name none.
  if (taxonNames === undefined && !/^18\b/.test(outfmt)) return;
  if (taxonNames !== undefined && (await catalogue.taxonNames()) === taxonNames) return;
  const message =
    'The names of taxa (taxdb) that this report was to show have been replaced or removed since; submit it again to use ' +
    'what is there now.';
  throw new PlatformError('DATABASE_CHANGED', message);
}

/** @throws PlatformError `DATABASE_CHANGED` that names the first database whose build is not the one asked for */
async function requireUnchanged(
  catalogue: Pick<DatabaseCatalogue, 'get'>,
  databases: readonly SearchedDatabase[],
): Promise<void> {
  for (const { name, fingerprint } of databases) {
    const current = await catalogue.get(name);
    if (current?.fingerprint === fingerprint) continue;
    const what = current === undefined ? 'is no longer on this server' : 'has been rebuilt since';
    const message =
      `The database ${name} that this search was asked to use ${what}; ` +
      'submit the search again to use what is there now.';
    throw new PlatformError('DATABASE_CHANGED', message, {
      details: { name, asked: fingerprint, current: current?.fingerprint },
    });
  }
}

function requireSuccess(tool: string, result: CommandResult): void {
  if (result.exitCode !== 0) throw blastFailure(tool, result);
}

/** Whether a file begins and ends as an archive does: a disk that filled up must not leave half of one. */
async function isWholeArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(32);
    const tail = Buffer.alloc(Math.min(8, size));
    await file.read(head, 0, head.length, 0);
    await file.read(tail, 0, tail.length, size - tail.length);
    return (
      head.toString('latin1').startsWith('Blast4-archive ::= {') && /\n\}\s*$/.test(tail.toString('latin1'))
    );
  } finally {
    await file.close();
  }
}

/** The archive's name inside the folder; an archive that lies elsewhere is linked into it. */
async function nameInFolder(archivePath: string, folder: string): Promise<string> {
  const path = resolve(archivePath);
  if (dirname(path) === resolve(folder)) return path.slice(dirname(path).length + 1);
  await symlink(path, join(folder, files.archive));
  return files.archive;
}

/** `report_2.xml` before `report_10.xml`. */
function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
