import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/proteins/${name}`, import.meta.url), 'utf8');
const records = fixture('query.fasta')
  .split(/^(?=>)/m)
  .slice(0, 3);

let stack: TestStack;
let sites: string;

beforeAll(async () => {
  sites = mkdtempSync(join(tmpdir(), 'durablast-sites-'));
  const folder = join(sites, 'DemoDB', 'build-7', 'Proteins', 'blast');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'input.fasta'), fixture('database.fasta'));
  const args = ['-in', 'input.fasta', '-dbtype', 'prot', '-out', 'Demo'];
  execFileSync('makeblastdb', args, { cwd: folder, stdio: 'ignore' });
  stack = await startTestStack({
    DURABLAST_SITES_DIR: sites,
    DURABLAST_AUTH_SECRET: 'a-secret-of-thirty-two-characters',
  });
}, 120_000);

afterAll(async () => {
  await stack.stop();
  rmSync(sites, { recursive: true, force: true });
}, 60_000);

interface Details {
  readonly status: string;
  readonly subJobs: readonly string[];
}

it('a query over a site is searched whole, and each of its sequences when a guest looks at it', async () => {
  const targets = await stack.api.request('/query/targets');
  expect(await targets.json()).toEqual({ DemoDB: { Proteins: { aaTargets: ['Demo'] } } });

  const { token } = (await (await stack.api.request('/query/guests', { method: 'POST' })).json()) as {
    token: string;
  };
  const headers = { 'Auth-Key': token };
  const details = async (id: string): Promise<Details> =>
    (await (await stack.api.request(`/query/jobs/${id}?save_job=false`, { headers })).json()) as Details;
  const complete = async (id: string): Promise<void> => {
    await until(async () => (await details(id)).status === 'complete', `the end of ${id}`);
  };

  const form = new FormData();
  const jobConfig = { site: 'DemoDB', targets: [{ targetDisplayName: 'Proteins', targetFile: 'Demo' }] };
  form.set('config', JSON.stringify({ jobConfig, blastConfig: { tool: 'blastp', maxTargetSequences: 20 } }));
  form.set('query', new Blob([records.join('')]), 'query.fasta');
  const created = await stack.api.request('/query/jobs', { method: 'POST', headers, body: form });
  const { queryJobID: id } = (await created.json()) as { queryJobID: string };
  await complete(id);

  const { subJobs } = await details(id);
  expect(subJobs).toHaveLength(3);
  const processes = stack.blast.calls();
  await Promise.all(Array.from({ length: 5 }, () => details(String(subJobs[1]))));
  await complete(String(subJobs[1]));
  expect(stack.blast.calls()).toBe(processes + 1);
  expect(stack.blast.argumentsOf().at(-1)).toContain('DemoDB/build-7/Proteins/blast/Demo');

  const listed = await stack.api.request('/query/jobs', { headers });
  expect(await listed.json()).toMatchObject([{ queryJobID: id, site: 'DemoDB', status: 'complete' }]);
  expect((await stack.api.request('/query/jobs')).status).toBe(401);
}, 120_000);
