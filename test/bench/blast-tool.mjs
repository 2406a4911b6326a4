import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from './bench-error.mjs';
import { built } from './built.mjs';

/** What a bare tool gets that would otherwise cost it time or change its rows: no report to NCBI, no settings file. */
const quietEnvironment = { BLAST_USAGE_REPORT: 'false', NCBI_DONT_USE_NCBIRC: '1' };

/** Runs a program of BLAST+, the same one that the stack finds, to its end in a folder. */
export async function runBlast({ signal }, program, args, { folder, environment = {} }) {
  const { plainEnvironment } = await built('src/config/index.js');
  const directory = process.env.DURABLAST_BLAST_DIR;
  const child = spawn(directory ? join(directory, program) : program, args, {
    cwd: folder,
    env: { ...plainEnvironment(), ...quietEnvironment, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let message = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (message += text));
  const [code, killedBy] = await once(child, 'close');
  if (code !== 0) throw new BenchError(`${program} ended with ${killedBy ?? code}: ${message.trim()}`);
}

/** Builds a protein database with the options of the product's own builds. @returns its folder */
export async function buildDatabase(context, name, fastaFile, folder = join(context.folder, 'databases')) {
  const { ensureBlast } = await built('deploy/embedded/tools/ensure-blast.js');
  const configuredDirectory = process.env.DURABLAST_BLAST_DIR || undefined;
  await ensureBlast({ configuredDirectory, onProgress: console.log, signal: context.signal });
  await mkdir(folder, { recursive: true });
  const what = ['-in', fastaFile, '-input_type', 'fasta', '-dbtype', 'prot', '-blastdb_version', '5'];
  await runBlast(context, 'makeblastdb', [...what, '-out', name, '-title', name], { folder });
  return folder;
}

/** The reader batch that the product fixes for a search; a rival with another one may print other rows. */
export async function batchEnvironment(program, task) {
  const { splittingRuleOf } = await built('src/search/exactness.js');
  return { BATCH_SIZE: String(splittingRuleOf(program, task).batchSizeResidues) };
}
