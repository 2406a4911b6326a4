import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { childEnvironment } from '../../src/config/index.ts';
import { clearDataFolder } from './clear-data-folder.ts';
import { demoConfig } from './demo-config.ts';
import { projectRoot } from './project-root.ts';
import { runStack, say } from './run-stack.ts';
import { StackError } from './stack-error.ts';
import type { Stack } from './stack.ts';
import { topHitsTable } from './top-hits-table.ts';

const SearchesSchema = z.object({ jobs: z.array(z.object({ job: z.object({ url: z.string() }) })) });

/** `npm run demo`: a database from real proteins, a real search through HTTP, its top hits. `--keep`: stays up. */
process.exitCode = await runStack(async () => {
  const config = await demoConfig();
  await clearDataFolder(config.dataDirectory);
  return config;
}, demonstrate);

async function demonstrate(stack: Stack, signal: AbortSignal): Promise<void> {
  const proteins = join(projectRoot(), 'test/fixtures/proteins');
  const report = join(stack.config.dataDirectory, 'report.tsv');
  const shown = (file: string) => relative(process.cwd(), file);
  const title = ['--title', 'Proteins of the demo'];
  const database = shown(join(proteins, 'database.fasta'));
  await durablast(stack, signal, ['databases', 'add', database, '--name', 'demo', ...title]);
  const query = ['--query', shown(join(proteins, 'query.fasta'))];
  const output = ['--outfmt', '6', '--out', shown(report)];
  await durablast(stack, signal, ['search', '--program', 'blastp', '--db', 'demo', ...query, ...output]);
  console.log(`\nThe best hit of each query:\n\n${topHitsTable(await readFile(report, 'utf8'))}\n`);
  console.log(`The whole report: ${shown(report)}`);
  const page = await searchPage(stack);
  if (process.argv.includes('--keep')) await stayUp(stack, page, signal);
  else whereToLook(shown(stack.config.dataDirectory), page);
}

/** Runs the command line as a user would. */
async function durablast(stack: Stack, signal: AbortSignal, args: readonly string[]): Promise<void> {
  signal.throwIfAborted();
  say(`\n$ durablast ${args.map((arg) => (/\s/.test(arg) ? `'${arg}'` : arg)).join(' ')}`);
  const cli = join(projectRoot(), 'dist/src/cli/main.js');
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...childEnvironment(stack.config), DURABLAST_URL: stack.urls.api },
    // Of a group of its own: a Ctrl-C is for the demo, which then ends the command.
    detached: true,
  });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  await once(child, 'exit');
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (child.exitCode !== 0)
    throw new StackError('The demo ends here: the command above says what went wrong.');
}

async function stayUp({ urls }: Stack, page: string, signal: AbortSignal): Promise<void> {
  console.log(`
The stack stays up until Ctrl-C. Look at:
  the search, as a page   ${urls.api}${page}
  the HTTP API            ${urls.docs}
  what Temporal saw       ${urls.temporalUi}`);
  if (!signal.aborted) await once(signal, 'abort');
}

function whereToLook(dataDirectory: string, page: string): void {
  console.log(`
To look at it again:      DURABLAST_DATA_DIR=${dataDirectory} npm start
  the search, as a page   http://127.0.0.1:8080${page}
  the HTTP API            http://127.0.0.1:8080/docs
  what Temporal saw       http://127.0.0.1:8233
To search your own:       npm start, then in another terminal
                          npx durablast databases add FASTA
                          npx durablast search --help
`);
}

/** Path of the page of the only search there is. */
async function searchPage({ urls, config }: Stack): Promise<string> {
  const token = config.api.token?.reveal();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${urls.api}/v1/jobs?limit=1`, { headers });
  const { jobs } = SearchesSchema.parse(await response.json());
  return jobs[0]?.job.url ?? '/v1/jobs';
}
