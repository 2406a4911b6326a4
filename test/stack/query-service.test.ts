import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signToken } from '../../src/account/token.ts';
import { connect } from '../clients/multi-blast/client.ts';
import { drive } from '../clients/multi-blast/drive.ts';
import { follow } from '../clients/multi-blast/follow.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/proteins/${name}`, import.meta.url), 'utf8');
/** Enough for several chunks. */
const records = fixture('database.fasta')
  .split(/^(?=>)/m)
  .slice(0, 90);
const databasePath = 'DemoDB/build-7/Proteins/blast/Demo';

const authSecret = 'a-secret-of-thirty-two-characters';
const adminToken = 'the-token-of-the-administrator-of-this-stack';

let stack: TestStack;
let sites: string;

beforeAll(async () => {
  sites = mkdtempSync(join(tmpdir(), 'durablast-sites-'));
  publishBuild('DemoDB', 7, fixture('database.fasta'));
  stack = await startTestStack({
    DURABLAST_SITES_DIR: sites,
    DURABLAST_AUTH_SECRET: authSecret,
    DURABLAST_API_TOKEN: adminToken,
  });
}, 120_000);

afterAll(async () => {
  await stack.stop();
  rmSync(sites, { recursive: true, force: true });
}, 60_000);

/** Database `Demo` of target `Proteins`. */
function publishBuild(site: string, build: number, fasta: string): void {
  const folder = join(sites, site, `build-${String(build)}`, 'Proteins', 'blast');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'input.fasta'), fasta);
  const args = ['-in', 'input.fasta', '-dbtype', 'prot', '-out', 'Demo'];
  execFileSync('makeblastdb', args, { cwd: folder, stdio: 'ignore' });
}

interface Details {
  readonly status: string;
  readonly subJobs: readonly string[];
}

/** A guest with a job that is complete. */
async function finishedQuery() {
  const { token } = (await (await stack.api.request('/query/guests', { method: 'POST' })).json()) as {
    token: string;
  };
  const headers = { 'Auth-Key': token };
  const get = (path: string): Promise<Response> => stack.api.request(path, { headers });
  const details = async (id: string): Promise<Details> =>
    (await (await get(`/query/jobs/${id}?save_job=false`)).json()) as Details;
  const complete = async (id: string): Promise<void> => {
    await until(async () => (await details(id)).status === 'complete', `the end of ${id}`);
  };
  const form = new FormData();
  const jobConfig = { site: 'DemoDB', targets: [{ targetDisplayName: 'Proteins', targetFile: 'Demo' }] };
  form.set('config', JSON.stringify({ jobConfig, blastConfig: { tool: 'blastp', maxTargetSequences: 4 } }));
  form.set('query', new Blob([records.join('')]), 'query.fasta');
  const created = await stack.api.request('/query/jobs', { method: 'POST', headers, body: form });
  const { queryJobID: id } = (await created.json()) as { queryJobID: string };
  await complete(id);
  /** The rows of a job's tabular report. */
  const rowsOf = async (queryJobID: string): Promise<readonly string[]> => {
    const blastConfig = { formatType: 'tabular', formatFields: ['std', 'qlen', 'qcovs', 'btop'] };
    const body = JSON.stringify({ queryJobID, blastConfig });
    const json = { ...headers, 'Content-Type': 'application/json' };
    const made = await stack.api.request('/report/jobs', { method: 'POST', headers: json, body });
    const { reportJobID } = (await made.json()) as { reportJobID: string };
    const report = `/report/jobs/${reportJobID}`;
    await until(async () => {
      const { status } = (await (await get(report)).json()) as Pick<Details, 'status'>;
      return status === 'complete';
    }, `the end of report ${reportJobID}`);
    const table = await (await get(`${report}/files/report.tsv`)).text();
    return table.split('\n').filter((row) => row !== '');
  };
  return { id, get, details, complete, rowsOf };
}

it('a query over a site is searched whole; a sequence that a guest looks at then needs no search of its own', async () => {
  const targets = await stack.api.request('/query/targets');
  expect(await targets.json()).toEqual({ DemoDB: { Proteins: { aaTargets: ['Demo'] } } });

  const { id, get, details, complete } = await finishedQuery();
  const { subJobs } = await details(id);
  expect(subJobs).toHaveLength(records.length);
  expect(stack.blast.argumentsOf().at(-1)).toContain(databasePath);
  const processes = stack.blast.calls();
  await Promise.all(Array.from({ length: 5 }, () => details(String(subJobs[1]))));
  await complete(String(subJobs[1]));
  expect(stack.blast.calls()).toBe(processes);

  expect(await (await get('/query/jobs')).json()).toMatchObject([
    { queryJobID: id, site: 'DemoDB', status: 'complete' },
  ]);
  expect((await stack.api.request('/query/jobs')).status).toBe(401);
}, 120_000);

it('reports of the sequences have the rows that the report of the whole query has for them', async () => {
  const { id, details, complete, rowsOf } = await finishedQuery();
  const { subJobs } = await details(id);
  const rows = await rowsOf(id);
  for (const index of [3, 70]) {
    const child = String(subJobs[index]);
    await complete(child);
    const ofChild = await rowsOf(child);
    const name = String(/^>(\S+)/.exec(String(records[index]))?.[1]);
    expect(ofChild).toEqual(rows.filter((row) => row.startsWith(`${name}\t`)));
    expect(ofChild.length).toBeGreaterThan(0);
  }
}, 120_000);

/** With the tools of the machine, in the folder of the sites. */
function run(tool: string, ...args: readonly string[]): string {
  return execFileSync(tool, [...args, '-outfmt', '6'], {
    ...{ cwd: sites, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    env: { ...process.env, BLASTDB: sites },
  });
}
const limit = ['-max_target_seqs', '4'];

it('a stock blast_formatter reads the archive of a sequence, and gives the rows of a direct run of it alone', async () => {
  const { id, get, details, complete } = await finishedQuery();
  const { subJobs } = await details(id);
  for (const index of [5, 40]) {
    const child = String(subJobs[index]);
    await complete(child);
    const archive = await (await get(`/query/jobs/${child}/result?download=true`)).text();
    expect(new Set(archive.match(/"Query_\d+"/g))).toEqual(new Set(['"Query_1"']));
    writeFileSync(join(sites, 'child.asn1'), archive);
    writeFileSync(join(sites, 'child.fasta'), String(records[index]));
    const rows = run('blast_formatter', '-archive', 'child.asn1');
    expect(rows).toBe(run('blastp', '-db', databasePath, '-query', 'child.fasta', ...limit));
    expect(rows).not.toBe('');
  }
}, 120_000);

it('a stock blast_formatter reads the archive of the whole query, and gives the rows of a direct run', async () => {
  const { id, get } = await finishedQuery();
  const archive = await (await get(`/query/jobs/${id}/result?download=true`)).text();
  expect(archive.match(/^Blast4-archive ::= /gm)?.length).toBeGreaterThan(1);
  const names = [...archive.matchAll(/^ +local str "Query_(\d+)"$/gm)].map(([, number]) => Number(number));
  expect([...new Set(names)].sort((a, b) => a - b)).toEqual(records.map((_, index) => index + 1));

  writeFileSync(join(sites, 'report.asn1'), archive);
  writeFileSync(join(sites, 'query.fasta'), records.join(''));
  const rows = run('blast_formatter', '-archive', 'report.asn1');
  expect(rows).toBe(run('blastp', '-db', databasePath, '-query', 'query.fasta', ...limit));
  expect(new Set(rows.split('\n').map((row) => row.split('\t')[0])).size).toBeGreaterThan(80);
}, 120_000);

it('what BLAST+ warns of is told once, of all that were started', async () => {
  const { id, get } = await finishedQuery();
  expect(await (await get(`/query/jobs/${id}/stderr`)).text()).toBe(
    'Warning: [blastp] Examining 5 or more matches is recommended\n',
  );
}, 120_000);

it('the client of Multi-Blast finds everything as published', async () => {
  const user = { role: 'user', subject: 'curator', issuedAtSeconds: 0, expiresAtSeconds: null } as const;
  const asAdmin = { method: 'POST', headers: { Authorization: `Bearer ${adminToken}` } };
  const steps = await drive({
    baseUrl: stack.stack.urls.api,
    fasta: records.slice(0, 3).join(''),
    pollMs: 100,
    userToken: signToken(user, authSecret),
    adminToken,
    expire: async (id) => (await stack.api.request(`/admin/jobs/${id}/expire`, asAdmin)).ok,
  });
  expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(steps.length).toBeGreaterThan(20);
}, 120_000);

it('an expired job of an earlier build gives today’s results under its old id, however many restart it', async () => {
  publishBuild('RebuiltDB', 1, records.join(''));
  const reader = { role: 'user', subject: 'reader', issuedAtSeconds: 0, expiresAtSeconds: null } as const;
  const { query, report } = connect(stack.stack.urls.api, signToken(reader, authSecret));
  const id = await query.create({
    jobConfig: {
      site: 'RebuiltDB',
      targets: [{ targetDisplayName: 'Proteins', targetFile: 'Demo' }],
      query: records[0],
    },
    blastConfig: { tool: 'blastp', eValue: '1000' },
  });
  await follow(query, id, { pollMs: 50 });
  const rowsNow = async (): Promise<{ reportId: string; subjects: string[] }> => {
    const reportId = await report.create({
      queryJobID: id,
      blastConfig: { formatType: 'tabular', formatFields: ['saccver'] },
    });
    await follow(report, reportId, { pollMs: 50 });
    const { text } = await report.file(reportId, 'report.tsv');
    return { reportId, subjects: text.trim().split('\n') };
  };
  const before = await rowsNow();

  publishBuild('RebuiltDB', 2, records.map((record) => record.replace('>', '>second_')).join(''));
  await query.purge(id, adminToken);
  expect((await query.details(id)).status).toBe('expired');
  const searches = stack.blast.calls();
  const restarts = await Promise.allSettled(Array.from({ length: 50 }, () => query.restart(id)));
  // Whoever came too late found it running.
  for (const restart of restarts)
    if (restart.status === 'rejected') expect(restart.reason).toMatchObject({ httpStatus: 403 });
  expect(restarts.some(({ status }) => status === 'fulfilled')).toBe(true);
  await follow(query, id, { pollMs: 50 });
  expect(stack.blast.calls()).toBe(searches + 1);

  const after = await rowsNow();
  expect(after.reportId).not.toBe(before.reportId);
  expect(after.subjects).toEqual(before.subjects.map((subject) => `second_${subject}`));
}, 120_000);
