import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Client, Connection } from '@temporalio/client';
import { createFilesystemSpool } from '../../src/adapters/filesystem/filesystem-spool.ts';
import { createLocalTools } from '../../src/adapters/process/local-tools.ts';
import { systemClock } from '../../src/adapters/process/system-clock.ts';
import { openDocumentStore, openObjectStore } from '../../src/adapters/stores/open-stores.ts';
import { createTemporalJobLauncher } from '../../src/adapters/temporal/temporal-job-launcher.ts';
import { parseSearchOptions } from '../../src/search/canonical-options.ts';
import { createJobQuota } from '../../src/usecases/job-quota.ts';
import { submitSearch, type SubmitSearchDeps } from '../../src/usecases/submit-search.ts';
import { freePorts } from '../support/servers/free-ports.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');
const [firstProtein = ''] = database.split(/^(?=>)/m);
const interactive = 2;
const bulk = 4;

/** A disk in memory, so that a test can fill it up. */
const memoryDisk = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/durablast-fairness-') : undefined;
const spareBytes = memoryDisk === undefined ? 0 : Math.min(64 << 20, freeBytesOf(memoryDisk) / 4);
// Only a disk of its own may be filled up; without one in memory, that one test would fill up the machine's.
const withMemoryDisk = memoryDisk === undefined ? it.skip : it;
let metricsAddress: string;
let stack: TestStack;
let temporal: Client;
let deps: SubmitSearchDeps;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const [metricsPort] = await freePorts(1);
  metricsAddress = `127.0.0.1:${String(metricsPort)}`;
  stack = await startTestStack({
    DURABLAST_TOOL_SLOTS: '1',
    DURABLAST_WORKER_METRICS: metricsAddress,
    ...(memoryDisk !== undefined && {
      DURABLAST_SCRATCH_DIR: memoryDisk,
      DURABLAST_SCRATCH_MIN_FREE_BYTES: String(Math.floor(freeBytesOf(memoryDisk) - spareBytes)),
    }),
  });
  await stack.api.addDatabase('proteins', 'protein', database);
  const { config } = stack.stack;
  const connection = await Connection.connect({ address: config.temporal.address });
  temporal = new Client({ connection, namespace: config.temporal.namespace });
  deps = await connectUseCases();
  closers.push(() => connection.close());
}, 120_000);

afterAll(async () => {
  stack.blast.release();
  for (const close of closers) await close();
  await stack.stop();
  if (memoryDisk !== undefined) rmSync(memoryDisk, { recursive: true, force: true });
}, 60_000);

function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** The API knows one principal only, so the use case is called as several: over the running stack's own stores. */
async function connectUseCases(): Promise<SubmitSearchDeps> {
  const { config } = stack.stack;
  const documents = await openDocumentStore(config.documentStore);
  const objects = await openObjectStore(config.objectStore);
  const launcher = createTemporalJobLauncher(config.temporal);
  const { catalogue, engine } = createLocalTools({
    databaseDirectory: config.databaseDirectory,
    scratchDirectory: config.scratchDirectory,
    path: process.env['PATH'] ?? '',
    home: '/',
    ...config.scratchLimits,
  });
  for (const store of [documents, objects, launcher]) closers.push(() => store.close());
  return {
    documents,
    objects,
    launcher,
    catalogue,
    engine,
    clock: systemClock,
    newId: (digits) => randomBytes(digits).toString('hex').slice(0, digits),
    spool: createFilesystemSpool({ directory: join(config.scratchDirectory, 'spool') }),
    quota: createJobQuota({ documents, clock: systemClock }, { maxActiveJobs: 10 }),
    limits: { maxSequences: 10_000, maxResidues: 1_000_000 },
  };
}

/** A search that is known again by its E-value in the arguments of the tool. @returns its job id */
async function submit(who: string, priority: number, fasta: string, evalue: string): Promise<string> {
  const { search } = await submitSearch(deps, {
    program: 'blastp',
    options: parseSearchOptions('blastp', undefined, { evalue }),
    databaseNames: ['proteins'],
    fasta: Readable.from([Buffer.from(fasta)]),
    report: { outfmt: '6', options: {} },
    principal: { id: who, role: 'user' },
    submission: { id: deps.newId(12), surface: 'elastic-blast', labels: {} },
    priority,
  });
  return search.record.id;
}

/** Chunks of a search that wait in the queue or are being computed, by Temporal's own account. */
async function chunksAtTemporal(jobId: string): Promise<number> {
  const { raw } = await temporal.workflow.getHandle(`search/${jobId}`).describe();
  const pending = raw.pendingActivities ?? [];
  return pending.filter(({ activityType }) => activityType?.name === 'searchChunk').length;
}

it('on a worker with one slot a small interactive search passes a long one, and two principals take turns', async () => {
  const evalues = { alice: '0.011', interactive: '0.012', bob: '0.013' };
  stack.blast.holdAfter(0);
  const alice = await submit('alice', bulk, database, evalues.alice);
  await until(() => stack.blast.calls() === 1, 'the first chunk of the long search');
  await until(async () => (await chunksAtTemporal(alice)) >= 8, 'a queue of chunks');
  const small = await submit('carol', interactive, firstProtein, evalues.interactive);
  const bob = await submit('bob', bulk, database, evalues.bob);
  await until(async () => (await chunksAtTemporal(small)) === 1, 'the small search in the queue');
  await until(async () => (await chunksAtTemporal(bob)) >= 8, 'the second long search in the queue');
  stack.blast.release();
  for (const jobId of [small, alice, bob]) expect(await endOf(jobId)).toBe('completed');

  const order = stack.blast.argumentsOf().map(askerOf);
  // One runs and one more is handed to the worker, so that its files are there when the slot is free.
  expect(order.indexOf('interactive')).toBeLessThanOrEqual(2);
  const turns = order.slice(order.indexOf('interactive') + 1);
  const bothWait = turns.slice(0, Math.min(turns.lastIndexOf('alice'), turns.lastIndexOf('bob')));
  expect(bothWait.length).toBeGreaterThanOrEqual(10);
  expect(largestLead(bothWait)).toBeLessThanOrEqual(2);

  function askerOf(argv: string): string {
    const asked = Object.entries(evalues).find(([, evalue]) => argv.includes(evalue));
    return asked?.[0] ?? argv;
  }
}, 120_000);

withMemoryDisk(
  'a full scratch disk: the job waits and goes on, and large uploads are refused',
  async () => {
    const filler = join(memoryDisk ?? '', 'filler');
    writeFileSync(filler, Buffer.alloc(1.5 * spareBytes));
    const job = await submit('dave', interactive, firstProtein, '0.014');
    const handle = temporal.workflow.getHandle(`search/${job}`);
    await until(async () => {
      const { raw } = await handle.describe();
      const [chunk] = raw.pendingActivities ?? [];
      return chunk?.lastFailure?.applicationFailureInfo?.type === 'SCRATCH_UNAVAILABLE';
    }, 'a chunk that finds no room');
    expect(await stack.api.job(job)).toMatchObject({ state: 'running', error: null });

    const large = firstProtein.replace('\n', ` ${'x'.repeat(900)}\n`).repeat(1_500);
    const response = await stack.api.post({ program: 'blastp', db: 'proteins', fasta: large });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toMatchObject({ code: 'SCRATCH_UNAVAILABLE' });

    rmSync(filler);
    expect(await endOf(job)).toBe('completed');
  },
  60_000,
);

it('the worker says how many slots it has', async () => {
  expect(await workerFigures()).toMatch(/^durablast_tool_slots(\{[^}]*\})? 1$/m);
});

it('the worker counts a search that has completed, with its wait and its command', async () => {
  const successes = async () =>
    Number(/^job_successes\{queue="secondary"\} (\d+)$/m.exec(await workerFigures())?.[1]);
  const before = await successes();
  expect(await endOf(await submit('erin', interactive, firstProtein, '0.015'))).toBe('completed');
  // The row is moved first, so that it may be seen before it is counted.
  await until(async () => (await successes()) === before + 1, 'the search in the figures');
  const figures = await workerFigures();
  expect(figures).toMatch(/^queue_time_bucket\{queue="secondary",le="18000"\} [1-9]/m);
  expect(figures).toMatch(/^blast_command_time_millis_bucket\{blast_tool="blastp",le="50"\} \d/m);
}, 60_000);

async function workerFigures(): Promise<string> {
  return (await fetch(`http://${metricsAddress}/metrics`)).text();
}

async function endOf(jobId: string): Promise<string> {
  for (;;) {
    const { state } = await stack.api.job(`${jobId}?wait=20`);
    if (state !== 'queued' && state !== 'running') return state;
  }
}

/** By how many turns one of the two was ever ahead of the other. */
function largestLead(turns: readonly string[]): number {
  let lead = 0;
  const leads = turns.map((who) => Math.abs((lead += who === 'alice' ? 1 : -1)));
  return Math.max(...leads);
}
