import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createSqliteDocumentStore } from '../../src/adapters/sqlite/sqlite-document-store.ts';
import { jobs } from '../../src/job/record.ts';
import type { DocumentStore } from '../../src/ports/document-store.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');

let stack: TestStack;
let rows: DocumentStore;
let search: { id: string; searchId: string; reportId: string; report: string };

beforeAll(async () => {
  stack = await startTestStack();
  rows = createSqliteDocumentStore({ file: join(stack.dataDirectory, 'durablast.db') });
  await stack.api.addDatabase('proteins', 'protein', database);
  const { job_id: id, job } = await submit('0.5');
  await stack.api.finished(id);
  search = { id, searchId: job.id, reportId: job.report_id, report: await stack.api.report(id) };
}, 120_000);

afterAll(async () => {
  await rows.close();
  await stack.stop();
}, 60_000);

afterEach(() => {
  stack.blast.release();
});

const submit = (evalue: string) =>
  stack.api.submit({
    program: 'blastp',
    db: 'proteins',
    fasta: database,
    options: `-evalue ${evalue} -outfmt 6`,
  });

async function admin<T>(path: string): Promise<T> {
  const response = await stack.api.request(`/admin/${path}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Findings {
  readonly findings: readonly {
    readonly job_id: string;
    readonly discrepancy: string;
    readonly state: string;
  }[];
}

const stateOf = async (jobId: string): Promise<string> => (await stack.api.job(jobId)).state;
const archives = (): string[] =>
  readdirSync(join(stack.dataDirectory, 'objects'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /chunks\/.*\.asn$/.test(name),
  );

async function completed(jobId: string): Promise<void> {
  await until(async () => (await stateOf(jobId)) === 'completed', `${jobId} to be completed`);
}

it('keeps the chunks of a search that has results, and deletes them two sweeps after those have expired', async () => {
  await admin('sweep');
  await admin('sweep');
  expect(archives().length).toBeGreaterThanOrEqual(6);
  for (const jobId of [search.searchId, search.reportId]) {
    await admin(`jobs/${jobId}/expire`);
    expect(await stateOf(jobId)).toBe('expired');
  }
  const gone = await stack.api.request(`/v1/jobs/${search.id}/results?content=report`);
  expect(gone.status).toBe(410);
  await admin('sweep');
  expect(archives().length).toBeGreaterThanOrEqual(6);
  await admin('sweep');
  expect(archives()).toEqual([]);
}, 60_000);

it('restarts an expired report once, however many ask at once, its search first, and gives the same bytes', async () => {
  const before = stack.blast.calls();
  stack.blast.holdAfter(before);
  const runs = await Promise.all(
    Array.from({ length: 50 }, () => admin<{ state: string }>(`jobs/${search.reportId}/restart`)),
  );
  expect(new Set(runs.map(({ state }) => state))).not.toContain('expired');
  expect(await runsOf(`report/${search.reportId}`)).toBe(2);
  expect(await runsOf(`search/${search.searchId}`)).toBe(2);
  stack.blast.release();
  await completed(search.reportId);
  expect(stack.blast.calls() - before).toBe(archives().length);
  expect(await stack.api.report(search.id)).toBe(search.report);
}, 90_000);

it('gives the same bytes of a search that wants chunks again while the second sweep deletes them', async () => {
  const first = await submit('0.25');
  await stack.api.finished(first.job_id);
  const report = await stack.api.report(first.job_id);
  for (const jobId of [first.job.id, first.job.report_id]) await admin(`jobs/${jobId}/expire`);
  // The first sweep finds nobody who wants them.
  await admin('sweep');
  await Promise.all([admin(`jobs/${first.job.report_id}/restart`), admin('sweep')]);
  await admin('sweep');
  await completed(first.job.report_id);
  expect(await stack.api.report(first.job_id)).toBe(report);
}, 90_000);

it('makes rows true: of runs that were ended from outside, and of results that they do not know of', async () => {
  stack.blast.holdAfter(stack.blast.calls());
  const { job } = await submit('0.125');
  await until(() => stack.blast.alive().length > 0, 'a search that is held');
  await withTemporal(async (client) => {
    await client.workflow.getHandle(`report/${job.report_id}`).terminate();
    await client.workflow.getHandle(`search/${job.id}`).terminate();
  });
  await rows.delete(jobs, job.id);
  await rows.delete(jobs, search.searchId);
  stack.blast.release();

  const { findings } = await admin<Findings>('reconcile');
  expect(
    new Map(findings.map(({ job_id, discrepancy, state }) => [job_id, `${discrepancy}: ${state}`])),
  ).toEqual(
    new Map([
      [search.searchId, 'published-without-row: completed'],
      [job.id, 'workflow-without-row: failed'],
      [job.report_id, 'row-without-workflow: failed'],
    ]),
  );
  expect((await admin<Findings>('reconcile')).findings).toEqual([]);
}, 60_000);

it('rebuilds a lost collection of jobs from manifests and Temporal', async () => {
  const before = await allRows();
  for (const id of before.keys()) await rows.delete(jobs, id);
  await admin('reconcile');
  const after = await allRows();
  expect(after).toEqual(before);
  expect(await stack.api.report(search.id)).toBe(search.report);
}, 60_000);

/** Every job with what a reader is told of it. */
async function allRows(): Promise<Map<string, unknown>> {
  const { items } = await rows.find(jobs, { limit: 1_000 });
  return new Map(
    items.map(({ document: { id, kind, state, summary, publishedRunId, createdAt } }) => [
      id,
      // Of a job without results its time is not known any more.
      { kind, state, summary, publishedRunId, ...(state === 'completed' && { createdAt }) },
    ]),
  );
}

async function runsOf(workflowId: string): Promise<number> {
  let count = 0;
  await withTemporal(async (client) => {
    // The list lags behind the starts; it never shows more than there are.
    await until(async () => {
      count = (await client.workflow.count(`WorkflowId = '${workflowId}'`)).count;
      return count >= 2;
    }, `the runs of ${workflowId}`);
  });
  return count;
}

async function withTemporal(work: (client: Client) => Promise<void>): Promise<void> {
  const { temporal } = stack.stack.config;
  const connection = await Connection.connect({ address: temporal.address });
  try {
    await work(new Client({ connection, namespace: temporal.namespace }));
  } finally {
    await connection.close();
  }
}
