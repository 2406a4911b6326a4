import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../support/seeded.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');

/** Give KILL_SEED to play the same rounds again. */
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const random = seeded(seed);
const roundCount = 8;
const victims = [['worker'], ['api'], ['temporal'], ['worker', 'api', 'temporal']] as const;

let stack: TestStack;

beforeAll(async () => {
  console.log(`kill rounds with KILL_SEED=${String(seed)}`);
  stack = await startTestStack();
  await stack.api.addDatabase('proteins', 'protein', database);
}, 120_000);

afterAll(async () => {
  await stack.stop();
}, 60_000);

const rounds = Array.from({ length: roundCount }, (_, round) => ({
  round,
  killed: victims[Math.floor(random() * victims.length)] ?? victims[0],
  /** How many archives exist when it strikes; more than there are chunks means during report or after. */
  afterArchives: Math.floor(random() * 9),
}));

it.each(rounds)(
  'round $round: kill -9 of $killed after $afterArchives chunks',
  async (round) => {
    const evalue = String((round.round + 1) / 1000);
    const archivesBefore = archiveCount();
    const { job_id: id } = await stack.api.submit({
      program: 'blastp',
      db: 'proteins',
      fasta: database,
      options: `-evalue ${evalue} -outfmt 6`,
    });
    const reached = async (): Promise<boolean> =>
      archiveCount() - archivesBefore >= round.afterArchives ||
      (await stack.api.status(id)).status === 'success';
    await until(reached, 'the moment to strike', 60_000);
    await Promise.all(round.killed.map((service) => stack.kill(service)));
    expect(await stack.api.finished(id, 120_000)).toMatchObject({ status: 'success', error: null });
    expect(await stack.api.report(id)).toBe(unchunkedRows(evalue));
    await until(() => stack.blast.alive().length === 0, 'the end of every BLAST process', 10_000);
    expect(scratchFolders()).toEqual([]);
  },
  240_000,
);

function archiveCount(): number {
  const objects = join(stack.dataDirectory, 'objects');
  return readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /chunks\/.*\.asn$/.test(name),
  ).length;
}

/** What is left of tasks in the scratch folder; the API's spool is not of a task. */
function scratchFolders(): string[] {
  return readdirSync(join(stack.dataDirectory, 'scratch')).filter((name) => name !== 'spool');
}

function unchunkedRows(evalue: string): string {
  const query = join(stack.dataDirectory, 'whole-query.fasta');
  writeFileSync(query, database);
  return execFileSync('blastp', ['-db', 'proteins', '-query', query, '-evalue', evalue, '-outfmt', '6'], {
    encoding: 'utf8',
    env: { ...process.env, BLASTDB: join(stack.dataDirectory, 'databases'), BATCH_SIZE: '10000' },
    maxBuffer: 1 << 28,
  });
}
