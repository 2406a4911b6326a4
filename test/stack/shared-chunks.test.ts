import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestStack, type TestStack } from '../support/stack/start-test-stack.ts';

const database = readFileSync(new URL('../fixtures/proteins/database.fasta', import.meta.url), 'utf8');
const records = database.split(/^(?=>)/m);

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
  await stack.api.addDatabase('proteins', 'protein', database);
}, 120_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

/** Searches to the end. @returns how many processes of blastp that took, and the rows */
async function search(queries: readonly string[]): Promise<{ processes: number; rows: string }> {
  const before = stack.blast.calls();
  const form = {
    program: 'blastp',
    db: 'proteins',
    fasta: queries.join(''),
    options: '-evalue 1e-5 -outfmt 6',
  };
  const { job_id: id } = await stack.api.submit(form);
  expect(await stack.api.finished(id)).toMatchObject({ status: 'success' });
  return { processes: stack.blast.calls() - before, rows: await stack.api.report(id) };
}

function unchunkedRows(queries: readonly string[]): string {
  const query = join(stack.dataDirectory, 'whole-query.fasta');
  writeFileSync(query, queries.join(''));
  return execFileSync('blastp', ['-db', 'proteins', '-query', query, '-evalue', '1e-5', '-outfmt', '6'], {
    encoding: 'utf8',
    env: { ...process.env, BLASTDB: join(stack.dataDirectory, 'databases'), BATCH_SIZE: '10000' },
    maxBuffer: 1 << 28,
  });
}

it('a changed query of many runs at most two chunks again, and jobs that share queries share their chunks', async () => {
  const first = await search(records);
  expect(first.processes).toBeGreaterThanOrEqual(12);

  const edited = records.map((record, index) =>
    index === 150 ? record.replace(/[A-Z]{9}\n$/, '\n') : record,
  );
  expect(edited).not.toEqual(records);
  const second = await search(edited);
  expect(second.processes).toBeGreaterThanOrEqual(1);
  expect(second.processes).toBeLessThanOrEqual(2);
  expect(second.rows).toBe(unchunkedRows(edited));

  expect((await search(records.toSpliced(40, 1))).processes).toBeLessThanOrEqual(2);
  const inserted = records.toSpliced(200, 0, '>new\nMKVLAAGIVGLCAKAYRRWQDE\n');
  expect((await search(inserted)).processes).toBeLessThanOrEqual(2);

  // Another job with queries 100 to 300 and five of its own: what is new is at the two ends.
  const own = records.slice(0, 5).map((record, index) => record.replace(/^>/, `>own${index}`));
  const other = await search([...own, ...records.slice(100)]);
  expect(other.processes).toBeLessThanOrEqual(3);
  expect(other.rows).toBe(unchunkedRows([...own, ...records.slice(100)]));
}, 180_000);
