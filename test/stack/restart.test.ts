import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');

let stack: TestStack | undefined;

afterAll(async () => {
  await stack?.stop();
}, 60_000);

it('a stack that is stopped in the middle of a search goes on with it when it is started again', async () => {
  stack = await startTestStack();
  await stack.api.addDatabase('proteins', 'protein', database);
  stack.blast.holdAfter(3);
  const search = { program: 'blastp', db: 'proteins', fasta: database, options: '-outfmt 6' };
  const { job_id: id } = await stack.api.submit(search);
  const { blast, dataDirectory } = stack;
  await until(() => blast.calls() >= 5, 'three chunks and two that wait');
  await stack.stack.stop();
  expect(blast.alive()).toEqual([]);
  blast.release();

  stack = await startTestStack({}, dataDirectory);
  expect(await stack.api.finished(id)).toMatchObject({ status: 'success' });
  expect((await stack.api.report(id)).split('\n').length).toBeGreaterThan(300);
}, 180_000);
