import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BenchError } from './bench-error.mjs';
import { built } from './built.mjs';

const debianFolder = '/usr/share/doc/mmseqs2/example-data';
const files = { query: 'QUERY.fasta.gz', database: 'DB.fasta.gz' };

/**
 * Real proteins: queries and a FASTA file of 20,000 to search them in (`BENCH_QUICK`: 20 and 2,000), the example data of
 * MMseqs2 in the order of its files.
 * @returns the query as text and the path of the database's FASTA file
 */
export async function realProteins({ folder, quick, signal }, queries = 500) {
  const source = await findExampleData(signal);
  const [queryCount, databaseCount] = quick ? [20, 2_000] : [queries, 20_000];
  const query = await firstSequences(join(source, files.query), queryCount);
  const database = await firstSequences(join(source, files.database), databaseCount);
  const databaseFile = join(folder, 'database.fasta');
  await writeFile(databaseFile, database.fasta);
  const shown = (sequences) => `${sequences.count.toLocaleString('en')} proteins (${residues(sequences)})`;
  console.log(`${shown(query)} against ${shown(database)}`);
  return { query: query.fasta, databaseFile };
}

async function firstSequences(file, count) {
  const text = (await promisify(gunzip)(await readFile(file))).toString('latin1');
  const records = text.split(/^(?=>)/m).slice(0, count);
  if (records.length < count)
    throw new BenchError(`${file} holds ${records.length} sequences, not ${count}.`);
  return { fasta: records.join(''), count, records };
}

function residues({ records }) {
  const sum = records.reduce((total, record) => total + sequenceOf(record).length, 0);
  return `${sum.toLocaleString('en')} residues`;
}

/** The residues of a FASTA record, without its first line and its line ends. */
export function sequenceOf(record) {
  return record.slice(record.indexOf('\n') + 1).replace(/\s/g, '');
}

async function findExampleData(signal) {
  const folder = process.env.BENCH_PROTEINS_DIR || debianFolder;
  const missing = () => Object.values(files).filter((name) => !existsSync(join(folder, name)));
  if (missing().length > 0 && folder === debianFolder && process.getuid?.() === 0) {
    await installExampleData(signal);
  }
  if (missing().length === 0) return folder;
  throw new BenchError(
    `The benchmark needs real proteins, and ${missing().join(' and ')} are not in ${folder}.\n` +
      '  - Debian, Ubuntu:  sudo apt-get update && sudo apt-get install mmseqs2-examples\n' +
      '    (where a machine leaves out /usr/share/doc: -o Dpkg::Options::="--path-include=/usr/share/doc/mmseqs2/*")\n' +
      '  - elsewhere:       the folder "examples" of MMseqs2 14-7e284 holds both files;\n' +
      '                     BENCH_PROTEINS_DIR=/path/to/examples',
  );
}

async function installExampleData(signal) {
  const { runCommand } = await built('deploy/embedded/run-command.js');
  const options = { environment: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000, signal };
  // Slim images leave out /usr/share/doc, where these files are.
  const paths = ['-o', 'Dpkg::Options::=--path-include=/usr/share/doc/mmseqs2/*'];
  const install = [
    '-q',
    'install',
    '-y',
    '--reinstall',
    '--no-install-recommends',
    ...paths,
    'mmseqs2-examples',
  ];
  console.log('Installing mmseqs2-examples with apt-get (once)');
  if ((await runCommand('apt-get', install, options)).exitCode === 0) return;
  signal.throwIfAborted();
  await runCommand('apt-get', ['-q', 'update'], options);
  await runCommand('apt-get', install, options);
  signal.throwIfAborted();
}
