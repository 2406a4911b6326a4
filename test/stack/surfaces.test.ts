import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import { makeProfileDatabase } from '../support/profile-databases.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const run = promisify(execFile);
const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');
const query = readFileSync(join(fixtures, 'query.fasta'), 'utf8');
const cli = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
  await stack.api.addDatabase('proteins', 'protein', database);
}, 120_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

/** Runs the command against the stack. */
async function durablast(...args: string[]): Promise<string> {
  const env = { ...process.env, DURABLAST_URL: stack.stack.urls.api, NO_COLOR: '1' };
  const { stdout } = await run(process.execPath, [cli, ...args], { env });
  return stdout;
}

/** What a direct run prints. */
function direct(program: string, outfmt: string, ...options: string[]): string {
  const db = options.includes('-db') ? [] : ['-db', 'proteins'];
  const args = [...db, '-query', join(fixtures, 'query.fasta'), '-outfmt', outfmt, ...options];
  const env = { ...process.env, BLASTDB: join(stack.dataDirectory, 'databases'), BATCH_SIZE: '10000' };
  return execFileSync(program, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
}

it('the command searches, follows to the end and writes the rows that BLAST+ prints', async () => {
  const out = join(stack.dataDirectory, 'report.tsv');
  const file = join(fixtures, 'query.fasta');
  await durablast(
    'search',
    '--program',
    'blastp',
    '--db',
    'proteins',
    '--query',
    file,
    '--outfmt',
    '6',
    '--out',
    out,
  );
  expect(readFileSync(out, 'utf8')).toBe(direct('blastp', '6'));
  expect(await durablast('jobs')).toContain('proteins');
  expect(await durablast('databases')).toContain('proteins');
}, 60_000);

it('the command adds a database that can be searched without a restart', async () => {
  const out = join(stack.dataDirectory, 'added.tsv');
  const file = join(fixtures, 'query.fasta');
  await durablast('databases', 'add', file, '--name', 'queries', '--type', 'protein');
  await durablast(
    'search',
    '--program',
    'blastp',
    '--db',
    'queries',
    '--query',
    file,
    '--outfmt',
    '6',
    '--out',
    out,
  );
  expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(20);
}, 60_000);

it('profiles put into the database folder are searched by rpsblast, and sequences are refused', async () => {
  await makeProfileDatabase({
    folder: join(stack.dataDirectory, 'databases'),
    name: 'profiles',
    kind: 'rps',
    relatives: 'proteins',
    sources: query.split(/^(?=>)/m).slice(0, 3),
  });
  const search = { program: 'rpsblast', fasta: query, options: '-outfmt 6' };
  expect((await stack.api.post({ ...search, db: 'proteins' })).status).toBe(400);
  const { job_id } = await stack.api.submit({ ...search, db: 'profiles' });
  expect(await stack.api.finished(job_id)).toMatchObject({ status: 'success' });
  const { path } = await createToolLocator({ path: process.env['PATH'] ?? '' }).locate('rpsblast');
  expect(await stack.api.report(job_id)).toBe(direct(path, '6', '-db', 'profiles'));
}, 60_000);

it('the command tells what was wrong with a request, and ends with status 2', async () => {
  const file = join(fixtures, 'query.fasta');
  const refused = durablast('search', '--program', 'blastp', '--db', 'nowhere', '--query', file);
  await expect(refused).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') });
});

it('a second stack on the same data folder is refused with a sentence', async () => {
  await expect(startTestStack({}, stack.dataDirectory)).rejects.toThrow(
    /Another stack .* is running on the data folder/,
  );
});

it.each(['0', '5', '6', '7', '10', '15', '16'])(
  'format %s is downloaded as one file of its own type',
  async (outfmt) => {
    const accepted = await stack.api.submit({
      program: 'blastp',
      db: 'proteins',
      fasta: query,
      options: `-outfmt ${outfmt}`,
    });
    expect(await stack.api.finished(accepted.job_id)).toMatchObject({ status: 'success' });
    const { artifacts } = (await stack.api.job(accepted.job.report_id)) as unknown as {
      artifacts: Record<string, { url: string; size_bytes: number; media_type: string }>;
    };
    const [file] = Object.values(artifacts);
    const response = await stack.api.request(file?.url ?? '');
    expect(response.headers.get('content-type')).toContain(file?.media_type.split(';')[0]);
    expect((await response.arrayBuffer()).byteLength).toBe(file?.size_bytes);
  },
  60_000,
);

it('a browser sees the top hits, downloads and provenance on one page', async () => {
  const accepted = await stack.api.submit({
    program: 'blastp',
    db: 'proteins',
    fasta: query,
    options: '-outfmt 5',
  });
  await stack.api.finished(accepted.job_id);
  const page = async (): Promise<string> =>
    (await stack.api.request(`/jobs/${accepted.job.id}`, { headers: { accept: 'text/html' } })).text();
  const [firstHit = ''] = direct('blastp', '6').split('\n');
  const subject = firstHit.split('\t')[1] ?? '';
  await until(async () => (await page()).includes(subject), 'the first hit on the page');
  const html = await page();
  expect(html).toContain('query.fasta');
  expect(html).toContain('2.12.0');
  expect(html).not.toContain('http-equiv="refresh"');
}, 60_000);

it('a report of a database that was rebuilt since is refused by name, never made with wrong names', async () => {
  const folder = join(stack.dataDirectory, 'databases');
  const sequences = join(stack.dataDirectory, 'changing.fasta');
  const build = (text: string): void => {
    writeFileSync(sequences, text);
    execFileSync('makeblastdb', ['-in', sequences, '-dbtype', 'prot', '-out', join(folder, 'changing')]);
  };
  build(database);
  const search = { program: 'blastp', db: 'changing', fasta: query };
  const before = await stack.api.submit({ ...search, options: '-outfmt 5' });
  expect(await stack.api.finished(before.job_id)).toMatchObject({ status: 'success' });
  const xml = await stack.api.report(before.job_id);
  build(database.replaceAll('>', '>renamed_'));

  // The page of the finished search asks for a report that was not made while the old build was there.
  await stack.api.request(`/jobs/${before.job.id}`, { headers: { accept: 'text/html' } });
  const listed = await stack.api.request(`/jobs/${before.job.id}/reports`);
  const { reports } = (await listed.json()) as { reports: { url: string }[] };
  const late = reports.find(({ url }) => !url.endsWith(before.job.report_id))?.url ?? '';
  const lateReport = async (): Promise<unknown> => (await stack.api.request(late)).json();
  await until(async () => ((await lateReport()) as { state: string }).state === 'failed', 'the refusal');
  expect(await lateReport()).toMatchObject({
    error_code: 'DATABASE_CHANGED',
    error: expect.stringContaining('changing'),
  });
  expect(await stack.api.report(before.job_id)).toBe(xml);

  const after = await stack.api.submit({ ...search, options: '-outfmt 6' });
  expect(after.job.id).not.toBe(before.job.id);
  expect(await stack.api.finished(after.job_id)).toMatchObject({ status: 'success' });
  expect(await stack.api.report(after.job_id)).toContain('renamed_');
}, 90_000);
