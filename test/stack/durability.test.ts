import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');

/** Sequences of the database as queries: about 80,000 residues, which the plan cuts into about twenty chunks. */
const manyQueries = database;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
  await stack.api.addDatabase('proteins', 'protein', database);
}, 120_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

afterEach(() => {
  stack.blast.release();
  stack.blast.heal();
});

/** A search that no other test has asked for: the E-value makes it another key. */
let nextThreshold = 1;
function newSearch(): { program: string; db: string; fasta: string; options: string; evalue: string } {
  const evalue = String(nextThreshold++ / 1000);
  return {
    program: 'blastp',
    db: 'proteins',
    fasta: manyQueries,
    options: `-evalue ${evalue} -outfmt 6`,
    evalue,
  };
}

/** What BLAST+ prints for the whole query in one run with the same reader batch. */
function unchunkedRows(evalue: string): string {
  const query = join(stack.dataDirectory, 'whole-query.fasta');
  writeFileSync(query, manyQueries);
  const args = ['-db', 'proteins', '-query', query, '-evalue', evalue, '-outfmt', '6'];
  return execFileSync('blastp', args, {
    encoding: 'utf8',
    env: { ...process.env, BLASTDB: join(stack.dataDirectory, 'databases'), BATCH_SIZE: '10000' },
    maxBuffer: 1 << 28,
  });
}

async function chunkCount(jobId: string): Promise<number> {
  const { progress_detail: progress } = await stack.api.job(jobId);
  return (progress as { total: number }).total;
}

/** Archives in the object store, of all searches so far. */
function archiveCount(): number {
  const objects = join(stack.dataDirectory, 'objects');
  return readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /chunks\/.*\.asn$/.test(name),
  ).length;
}

it('makes one computation of 50 simultaneous identical POSTs, and nothing of one more after it is done', async () => {
  const search = newSearch();
  const before = stack.blast.calls();
  const accepted = await Promise.all(Array.from({ length: 50 }, () => stack.api.submit(search)));
  expect(new Set(accepted.map(({ job }) => job.id)).size).toBe(1);
  expect(new Set(accepted.map(({ job_id }) => job_id)).size).toBe(50);
  const [first] = accepted;
  expect((await stack.api.finished(first?.job_id ?? '')).status).toBe('success');
  const chunks = await chunkCount(first?.job.id ?? '');
  expect(chunks).toBeGreaterThanOrEqual(6);
  expect(stack.blast.calls() - before).toBe(chunks);

  const again = await stack.api.submit(search);
  expect(again.status).toBe('success');
  expect(await stack.api.report(again.job_id)).toBe(unchunkedRows(search.evalue));
  expect(stack.blast.calls() - before).toBe(chunks);
}, 120_000);

describe.each(['worker', 'api', 'temporal'] as const)(
  'kill -9 of the %s in the middle of a search',
  (service) => {
    it('loses nothing: right bytes, and no finished chunk is run again', async () => {
      const search = newSearch();
      const callsBefore = stack.blast.calls();
      const archivesBefore = archiveCount();
      stack.blast.holdAfter(callsBefore + 5);
      const { job_id: id, job } = await stack.api.submit(search);
      // Two slots: the sixth and seventh call wait, so five chunks are finished.
      await until(
        () => archiveCount() - archivesBefore === 5 && stack.blast.calls() - callsBefore === 7,
        'five chunks',
      );
      await stack.kill(service);
      const interrupted = service === 'worker' ? 2 : 0;
      stack.blast.release();
      expect(await stack.api.finished(id, 90_000)).toMatchObject({ status: 'success', error: null });
      expect(await stack.api.report(id)).toBe(unchunkedRows(search.evalue));
      expect(stack.blast.calls() - callsBefore).toBe((await chunkCount(job.id)) + interrupted);
    }, 150_000);
  },
);

it('cancels: no BLAST process is left after 5 s, finished chunks are kept, and a new POST runs again', async () => {
  const search = newSearch();
  const callsBefore = stack.blast.calls();
  const archivesBefore = archiveCount();
  stack.blast.holdAfter(callsBefore + 3);
  const { job_id: id, job } = await stack.api.submit(search);
  await until(
    () => archiveCount() - archivesBefore === 3 && stack.blast.alive().length === 2,
    'three chunks and two held',
  );
  expect((await stack.api.request(`/v1/jobs/${id}`, { method: 'DELETE' })).status).toBe(200);
  await until(() => stack.blast.alive().length === 0, 'the end of every BLAST process', 5_000);
  await until(async () => (await stack.api.job(job.id)).state === 'cancelled', 'the row to say cancelled');

  // The two that ran, and perhaps one that took a slot before it heard of the end.
  const stopped = stack.blast.calls() - callsBefore - 3;
  expect(stopped).toBeLessThanOrEqual(3);

  stack.blast.release();
  const again = await stack.api.submit(search);
  expect(again.job.id).toBe(job.id);
  expect((await stack.api.finished(again.job_id)).status).toBe('success');
  expect(await stack.api.report(again.job_id)).toBe(unchunkedRows(search.evalue));
  // Those that were stopped and the rest; the three that had finished are not run again.
  expect(stack.blast.calls() - callsBefore).toBe((await chunkCount(job.id)) + stopped);
}, 120_000);

it('a cancellation at any moment of a search ends it within seconds', async () => {
  for (const finishedChunks of [0, 1, 2, 4, 6]) {
    const archivesBefore = archiveCount();
    const { job_id: id, job } = await stack.api.submit(newSearch());
    await until(() => archiveCount() - archivesBefore >= finishedChunks, `${String(finishedChunks)} chunks`);
    await stack.api.request(`/v1/jobs/${id}`, { method: 'DELETE' });
    const over = ['cancelled', 'completed'];
    await until(
      async () => over.includes((await stack.api.job(job.id)).state),
      'the end of the search',
      10_000,
    );
  }
}, 120_000);

it('runs a chunk again whose tool crashed once', async () => {
  const search = newSearch();
  const callsBefore = stack.blast.calls();
  stack.blast.crashOnce();
  const { job_id: id, job } = await stack.api.submit(search);
  expect((await stack.api.finished(id)).status).toBe('success');
  expect(await stack.api.report(id)).toBe(unchunkedRows(search.evalue));
  expect(stack.blast.calls() - callsBefore).toBe((await chunkCount(job.id)) + 1);
}, 120_000);

it("fails the job with BLAST's own message when a chunk fails for good, and keeps that answer for a while", async () => {
  const search = newSearch();
  stack.blast.failWith(1, 'BLAST query/options error: The moon is in the wrong phase');
  const { job_id: id } = await stack.api.submit(search);
  const failed = await stack.api.finished(id);
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'TOOL_REJECTED_INPUT' } });
  expect(failed.error?.message).toContain('The moon is in the wrong phase');
  stack.blast.heal();
  const calls = stack.blast.calls();
  const again = await stack.api.submit(search);
  expect(again.status).toBe('failed');
  expect(stack.blast.calls()).toBe(calls);
}, 120_000);

it('answers 503 with Retry-After while Temporal does not answer, and takes the same request when it is back', async () => {
  const search = newSearch();
  const temporal = stack.stack.pids.temporal ?? 0;
  process.kill(temporal, 'SIGSTOP');
  try {
    const refused = await stack.api.post(search);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await refused.json()).toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  } finally {
    process.kill(temporal, 'SIGCONT');
  }
  const { job_id: id } = await stack.api.submit(search);
  expect((await stack.api.finished(id)).status).toBe('success');
}, 120_000);
