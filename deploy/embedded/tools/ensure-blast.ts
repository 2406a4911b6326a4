import { join } from 'node:path';
import { toolNames } from '../../../src/adapters/process/tool-locator.ts';
import { runCommand, type RunCommand, type RunOptions } from '../run-command.ts';
import { StackError } from '../stack-error.ts';
import { findOnPath, isExecutableFile } from './find-on-path.ts';

export interface BlastLadder {
  readonly configuredDirectory?: string | undefined;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface BlastRoutes {
  readonly run: RunCommand;
  readonly findOnPath: (program: string) => string | undefined;
  readonly isExecutable: (path: string) => boolean;
  readonly isRoot: boolean;
}

/** What a search, its reports and the building of databases run. */
const programs = [
  'blastn',
  'blastp',
  'blastx',
  'tblastn',
  'tblastx',
  'psiblast',
  'deltablast',
  'rpsblast',
  'rpstblastn',
  'blast_formatter',
  'blastdbcmd',
  'makeblastdb',
];

/** Debian's archive can be slow; an install that hangs should still end. */
const installTimeoutMs = 10 * 60_000;

/**
 * Makes sure that BLAST+ is there: in the configured folder (and then in no other), on PATH, or installed by apt-get
 * where that needs no password.
 * @throws StackError that says how to install it with apt, conda or Homebrew
 */
export async function ensureBlast(ladder: BlastLadder, routes: BlastRoutes = realRoutes): Promise<void> {
  const folder = ladder.configuredDirectory;
  if (folder !== undefined) {
    const missing = missingFrom((program) => routes.isExecutable(join(folder, program)));
    if (missing.length === 0) return;
    throw new StackError(`DURABLAST_BLAST_DIR is ${folder}, which does not hold ${missing.join(', ')}.`);
  }
  if (missingOnPath(routes).length === 0) return;
  await installWithApt(ladder, routes);
  const missing = missingOnPath(routes);
  if (missing.length > 0) throw new StackError(instruction(missing));
}

function missingOnPath(routes: BlastRoutes): string[] {
  return missingFrom((program) => routes.findOnPath(program) !== undefined);
}

function missingFrom(has: (program: string) => boolean): string[] {
  return programs.filter((program) => !toolNames(program).some(has));
}

async function installWithApt(ladder: BlastLadder, routes: BlastRoutes): Promise<void> {
  if (routes.findOnPath('apt-get') === undefined) return;
  const prefix = await privilegePrefix(routes);
  if (prefix === undefined) return;
  const options: RunOptions = {
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
    timeoutMs: installTimeoutMs,
    signal: ladder.signal,
  };
  const aptGet = (...args: string[]) => {
    const [program = 'apt-get', ...rest] = [...prefix, 'apt-get', '-q', ...args];
    return routes.run(program, rest, options);
  };
  const install = () => aptGet('install', '-y', '--no-install-recommends', 'ncbi-blast+');
  ladder.onProgress('Installing BLAST+ with apt-get (once)');
  if ((await install()).exitCode === 0) return;
  ladder.signal?.throwIfAborted();
  ladder.onProgress('Updating the package lists with apt-get');
  await aptGet('update');
  await install();
  ladder.signal?.throwIfAborted();
}

/** What to put before `apt-get`; `undefined`: it would need a password. */
async function privilegePrefix(routes: BlastRoutes): Promise<string[] | undefined> {
  if (routes.isRoot) return [];
  if (routes.findOnPath('sudo') === undefined) return undefined;
  const { exitCode } = await routes.run('sudo', ['-n', 'true'], { timeoutMs: 10_000 });
  return exitCode === 0 ? ['sudo', '-n'] : undefined;
}

function instruction(missing: readonly string[]): string {
  return (
    `NCBI BLAST+ is needed, and these of its programs are not on PATH: ${missing.join(', ')}.\n` +
    'Install it with one of:\n' +
    '  - Debian, Ubuntu:  sudo apt-get update && sudo apt-get install ncbi-blast+\n' +
    '  - conda:           conda install -c conda-forge -c bioconda blast\n' +
    '  - Homebrew:        brew install blast\n' +
    'or say where it is: DURABLAST_BLAST_DIR=/path/to/blast/bin'
  );
}

const realRoutes: BlastRoutes = {
  run: runCommand,
  findOnPath: (program) => findOnPath(program),
  isExecutable: isExecutableFile,
  isRoot: process.getuid?.() === 0,
};
