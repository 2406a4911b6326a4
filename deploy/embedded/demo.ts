import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { childEnvironment } from '../../src/config/index.ts';
import { clearDataFolder } from './clear-data-folder.ts';
import { demoConfig } from './demo-config.ts';
import { projectRoot } from './project-root.ts';
import { runStack, say } from './run-stack.ts';
import { StackError } from './stack-error.ts';
import type { Stack } from './stack.ts';
import { topHitsTable } from './top-hits-table.ts';

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
  if (process.argv.includes('--keep')) await stayUp(stack, signal);
  else whereToLook(shown(stack.config.dataDirectory));
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

async function stayUp({ urls }: Stack, signal: AbortSignal): Promise<void> {
  console.log(`\nThe stack stays up until Ctrl-C. Look at:`);
  console.log(
    `  ${urls.api}/docs   the HTTP API, to read and to try\n  ${urls.temporalUi}   what Temporal saw`,
  );
  if (!signal.aborted) await once(signal, 'abort');
}

function whereToLook(dataDirectory: string): void {
  console.log(`
To look at it again:   DURABLAST_DATA_DIR=${dataDirectory} npm start
  the job, as a page      http://127.0.0.1:8080 and the path printed above
  the HTTP API            http://127.0.0.1:8080/docs
  what Temporal saw       http://127.0.0.1:8233
Your own data:         npm start, then  npx durablast databases add FASTA  and  npx durablast search --help
`);
}
