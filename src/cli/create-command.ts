import { Command, InvalidArgumentError, Option } from 'commander';
import { expireJobs, restartJobs, type ExpireOptions } from './admin-jobs.ts';
import { addDatabase, type AddDatabaseOptions } from './add-database.ts';
import type { ApiClient } from './api-client.ts';
import { cancelJob } from './cancel-job.ts';
import { reconcile, sweep } from './keep-house.ts';
import { listDatabases } from './list-databases.ts';
import { listJobs } from './list-jobs.ts';
import { search, type SearchOptions } from './search.ts';
import { programs } from '../search/program.ts';
import { showJob } from './show-job.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  /** Made when a command needs it, so that `--help` works with a faulty environment. */
  readonly client: () => ApiClient;
  readonly terminal: Terminal;
  readonly up: () => Promise<number>;
  /** Told the exit code of the command that ran. */
  readonly onDone: (exitCode: number) => void;
}

/** The `durablast` command line: names, options and help of every command. */
export function createCommand(context: CommandContext): Command {
  const { client, terminal, onDone } = context;
  const program = new Command('durablast')
    .description('BLAST searches that are never lost. Talks to the server at DURABLAST_URL.')
    .showHelpAfterError('(durablast --help shows what there is)')
    .addHelpText('after', exitCodeHelp)
    .exitOverride();
  program
    .command('up')
    .description('start the whole product on this machine and keep it up until Ctrl-C')
    .action(async () => onDone(await context.up()));
  addSearch(program, context);
  program
    .command('jobs')
    .description('list your newest searches')
    .option('--limit <n>', 'how many', positiveInteger, 20)
    .action(async ({ limit }: { limit: number }) => onDone(await listJobs(client(), terminal, limit)));
  program
    .command('job <id>')
    .description('show one job')
    .option('--watch', 'follow it until it is over')
    .action(async (id: string, { watch }: { watch?: boolean }) => {
      onDone(await showJob(client(), terminal, id, watch === true));
    });
  program
    .command('cancel <id>')
    .description('take back a job; it stops unless somebody else wants it')
    .action(async (id: string) => onDone(await cancelJob(client(), terminal, id)));
  addDatabases(program, context);
  addAdmin(program, context);
  return program;
}

function addSearch(program: Command, { client, terminal, onDone }: CommandContext): void {
  program
    .command('search')
    .description('search a database; the report goes to standard output or to --out')
    .usage('--program NAME --db NAME --query FILE [options] [-- BLAST options]')
    .requiredOption('--program <name>', `one of ${programs.join(', ')}`)
    .requiredOption('--db <name>', 'database to search')
    .requiredOption('--query <file>', 'FASTA file, or - for standard input')
    .option('--task <name>', "variant of the program, as BLAST's -task")
    .option('--outfmt <n>', "format of the report, as BLAST's -outfmt", '0')
    .option('--out <file>', 'write the report to this file')
    .option('--title <text>', 'a name to find the search by')
    .option('--detach', 'print the job id and do not wait')
    .argument('[blast-options...]', 'options for BLAST, after --')
    .action(async (blastOptions: string[], options: SearchOptions) => {
      onDone(await search(client(), terminal, options, blastOptions));
    });
}

function addDatabases(program: Command, { client, terminal, onDone }: CommandContext): void {
  const databases = program
    .command('databases')
    .description('list the databases')
    .action(async () => onDone(await listDatabases(client(), terminal)));
  databases
    .command('add <fasta>')
    .description('build a database from a FASTA file')
    .option('--name <name>', 'what searches call it (default: the name of the file)')
    .option('--title <text>', 'what it is')
    .addOption(new Option('--type <type>', 'what the sequences are').choices(['protein', 'nucleotide']))
    .action(async (fasta: string, options: AddDatabaseOptions) => {
      onDone(await addDatabase(client(), terminal, fasta, options));
    });
}

function addAdmin(program: Command, { client, terminal, onDone }: CommandContext): void {
  const admin = program.command('admin').description('keep house; for administrators');
  admin
    .command('expire [jobs...]')
    .description('give up the results of these jobs, or without any of all that nobody has used for long')
    .option('--unused-for <days>', 'how long (default: DURABLAST_RESULT_RETENTION_DAYS of the server)', days)
    .option('--dry-run', 'only tell which')
    .action(async (ids: string[], { unusedFor, dryRun }: { unusedFor?: number; dryRun?: boolean }) => {
      const options: ExpireOptions = {
        ...(unusedFor !== undefined && { unusedForDays: unusedFor }),
        dryRun: dryRun === true,
      };
      onDone(await expireJobs(client(), terminal, ids, options));
    });
  admin
    .command('restart <jobs...>')
    .description('run expired, failed or cancelled jobs again; the search of a report first')
    .action(async (ids: string[]) => onDone(await restartJobs(client(), terminal, ids)));
  admin
    .command('sweep')
    .description('delete chunks, queries and files of runs that nobody has wanted for two sweeps')
    .option('--dry-run', 'only tell how many')
    .action(async ({ dryRun }: { dryRun?: boolean }) => {
      onDone(await sweep(client(), terminal, dryRun === true));
    });
  admin
    .command('reconcile')
    .description('compare job rows with results and workflows, and make them true')
    .option('--dry-run', 'only tell what is wrong')
    .action(async ({ dryRun }: { dryRun?: boolean }) => {
      onDone(await reconcile(client(), terminal, dryRun === true));
    });
  program
    .command('rebuild')
    .description('make the rows of a lost jobs collection again, from results and workflows')
    .action(async () => onDone(await reconcile(client(), terminal, false)));
}

function days(text: string): number {
  if (!/^\d{1,5}(\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError('It must be a number of days.');
  return Number(text);
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

const exitCodeHelp = `
Exit codes: 0 done, 1 the job failed, 2 wrong usage or refused by the server, 3 no server, 130 interrupted.
Environment: DURABLAST_URL (http://127.0.0.1:8080), DURABLAST_API_TOKEN or DURABLAST_API_TOKEN_FILE.`;
