import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { JobKind } from '../../src/job/record.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';
import { takeBack } from '../support/stack/take-back.ts';

/** One recorded execution: which job it belongs to, and how it is made to happen. */
interface Scenario {
  readonly name: string;
  /** Makes it happen and resolves, when the run has ended, with the job whose history is kept. */
  readonly play: (stack: TestStack) => Promise<{ readonly kind: JobKind; readonly jobId: string }>;
}

const proteins = readFileSync(new URL('../fixtures/proteins/database.fasta', import.meta.url), 'utf8');
const fewProteins = readFileSync(new URL('../fixtures/proteins/query.fasta', import.meta.url), 'utf8');

const projectFolder = new URL('../../', import.meta.url).pathname;

let nextThreshold = 1;

/** A search that none of the scenarios has asked for yet. */
async function submit(
  stack: TestStack,
  fasta: string,
  options = `-evalue ${String(nextThreshold++ / 100)} -outfmt 6`,
): Promise<{ id: string; search: string; report: string }> {
  const accepted = await stack.api.submit({ program: 'blastp', db: 'proteins', fasta, options });
  return { id: accepted.job_id, search: accepted.job.id, report: accepted.job.report_id };
}

/** 700,000 residues and more: over two hundred chunks, so that the run continues as new. */
function twoPages(): string {
  return Array.from({ length: 11 }, (_, copy) => proteins.replaceAll('>', `>copy${String(copy)}_`)).join('');
}

const scenarios: readonly Scenario[] = [
  {
    name: 'search/success',
    async play(stack) {
      const { id, search } = await submit(stack, proteins);
      await stack.api.finished(id);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/known-chunks',
    async play(stack) {
      const options = '-evalue 1e-20 -outfmt 6';
      await stack.api.finished((await submit(stack, proteins, options)).id);
      const { id, search } = await submit(stack, `${proteins}>one_more\nMKTAYIAKQRQISFVKSHFSRQ\n`, options);
      await stack.api.finished(id);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/known-chunk',
    async play(stack) {
      const options = '-evalue 1e-30 -outfmt 6';
      // As long as a chunk on average, so that it ends one; here it begins one, too.
      const long = `>long\n${proteins.replaceAll(/^>.*/gm, '').replaceAll(/\s/g, '').slice(0, 3_500)}\n`;
      await stack.api.finished((await submit(stack, long + proteins, options)).id);
      const { id, search } = await submit(stack, long, options);
      await stack.api.finished(id);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/two-pages',
    async play(stack) {
      const { id, search } = await submit(stack, twoPages());
      await stack.api.finished(id, 600_000);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/retry',
    async play(stack) {
      stack.blast.crashOnce();
      const { id, search } = await submit(stack, proteins);
      await stack.api.finished(id);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/cancel',
    async play(stack) {
      stack.blast.holdAfter(stack.blast.calls() + 1);
      const { id, search } = await submit(stack, proteins);
      await until(() => stack.blast.alive().length === 2, 'two searches that wait');
      await stack.api.request(`/v1/jobs/${id}`, { method: 'DELETE' });
      await stack.api.finished(id);
      stack.blast.release();
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/cancel-without-worker',
    async play(stack) {
      stack.blast.holdAfter(stack.blast.calls());
      const { id, search } = await submit(stack, fewProteins);
      await until(() => stack.blast.alive().length > 0, 'a search that waits');
      // A new server knows at once that the worker's own queue is abandoned, and asks the new worker.
      await Promise.all([stack.kill('worker'), stack.kill('temporal')]);
      await takeBack(stack.api, `/v1/jobs/${id}`);
      await ended(stack, search);
      stack.blast.release();
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/failure',
    async play(stack) {
      stack.blast.failWith(1, 'BLAST query/options error: made to fail');
      const { id, search } = await submit(stack, proteins);
      await stack.api.finished(id);
      stack.blast.heal();
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'search/lost-chunks',
    async play(stack) {
      // All but the last few chunks are there when they are removed; the search publishes only after the last.
      const before = stack.blast.calls();
      stack.blast.holdAfter(before + 5);
      const { id, search } = await submit(stack, proteins);
      await until(() => stack.blast.calls() === before + 7, 'two searches that wait');
      removeArchives(stack);
      stack.blast.release();
      await stack.api.finished(id);
      return { kind: 'search', jobId: search };
    },
  },
  {
    name: 'report/success',
    async play(stack) {
      const { id, report } = await submit(stack, proteins);
      await stack.api.finished(id);
      return { kind: 'report', jobId: report };
    },
  },
  {
    name: 'report/shared-out',
    async play(stack) {
      const { id, report } = await submit(stack, proteins, '-outfmt 13');
      await stack.api.finished(id);
      return { kind: 'report', jobId: report };
    },
  },
  {
    name: 'report/failure',
    async play(stack) {
      stack.blast.failWith(1, 'BLAST query/options error: made to fail');
      const { report } = await submit(stack, fewProteins);
      await ended(stack, report);
      stack.blast.heal();
      return { kind: 'report', jobId: report };
    },
  },
  {
    name: 'report/cancel',
    async play(stack) {
      stack.blast.holdAfter(stack.blast.calls());
      const { id, report } = await submit(stack, fewProteins);
      await until(() => stack.blast.alive().length > 0, 'a search that waits');
      await stack.api.request(`/v1/jobs/${id}`, { method: 'DELETE' });
      await ended(stack, report);
      stack.blast.release();
      return { kind: 'report', jobId: report };
    },
  },
  {
    name: 'report/retry',
    async play(stack) {
      stack.blast.crashOnce('format');
      const { id, report } = await submit(stack, fewProteins);
      await stack.api.finished(id);
      return { kind: 'report', jobId: report };
    },
  },
  {
    name: 'report/lost-chunks',
    async play(stack) {
      const { id } = await submit(stack, fewProteins);
      await stack.api.finished(id);
      removeArchives(stack);
      const options = `-evalue ${String((nextThreshold - 1) / 100)} -outfmt 7`;
      const again = await stack.api.submit({
        program: 'blastp',
        db: 'proteins',
        fasta: fewProteins,
        options,
      });
      await stack.api.finished(again.job_id);
      return { kind: 'report', jobId: again.job.report_id };
    },
  },
  {
    name: 'database/success',
    play: (stack) => build(stack, 'success'),
  },
  {
    name: 'database/retry',
    play(stack) {
      stack.blast.crashOnce('build');
      return build(stack, 'retry');
    },
  },
  {
    name: 'database/failure',
    async play(stack) {
      stack.blast.failWith(1, 'BLAST Database creation error: made to fail', 'build');
      const job = await build(stack, 'failure');
      stack.blast.heal();
      return job;
    },
  },
  {
    name: 'database/cancel',
    async play(stack) {
      stack.blast.holdAfter(stack.blast.calls('build'), 'build');
      const jobId = await stack.api.startDatabase('cancel', 'protein', fewProteins);
      await until(() => stack.blast.alive('build').length > 0, 'a build that waits');
      await stack.api.request(`/jobs/${jobId}`, { method: 'DELETE' });
      await ended(stack, jobId);
      stack.blast.release();
      return { kind: 'database', jobId };
    },
  },
];

/** Every archive there is, as if a sweep had found nobody who wants them. */
function removeArchives(stack: TestStack): void {
  const folder = join(stack.dataDirectory, 'objects');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (/chunks\/.*\.asn$/.test(name)) rmSync(join(folder, name));
}

async function build(
  stack: TestStack,
  name: string,
): Promise<{ readonly kind: JobKind; readonly jobId: string }> {
  const jobId = await stack.api.startDatabase(name, 'protein', fewProteins);
  await ended(stack, jobId);
  return { kind: 'database', jobId };
}

async function ended(stack: TestStack, jobId: string): Promise<void> {
  const open = ['queued', 'running'];
  await until(async () => !open.includes((await stack.api.job(jobId)).state), `the end of ${jobId}`);
}

/**
 * Plays scenarios against the embedded stack and writes one file for each run of their chain.
 * @param names - which; all of them when none is named
 */
export async function recordHistories(names: readonly string[]): Promise<void> {
  const stack = await startTestStack();
  const connection = await Connection.connect({ address: stack.stack.config.temporal.address });
  try {
    const client = new Client({ connection, namespace: stack.stack.config.temporal.namespace });
    await stack.api.addDatabase('proteins', 'protein', proteins);
    for (const scenario of scenarios.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const { kind, jobId } = await scenario.play(stack);
      const written = await saveHistories(client, scenario.name, `${kind}/${jobId}`);
      console.log(`${scenario.name}: ${String(written)} file(s)`);
    }
  } finally {
    await connection.close();
    await stack.stop();
  }
}

async function saveHistories(client: Client, name: string, workflowId: string): Promise<number> {
  const handle = client.workflow.getHandle(workflowId);
  await handle.result().catch(() => undefined);
  let written = 0;
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const file = new URL(
      `histories/${name}${written === 0 ? '' : `-${String(written + 1)}`}.json`,
      import.meta.url,
    );
    mkdirSync(new URL('.', file), { recursive: true });
    // Stack traces name the folder of the machine that recorded.
    const text = JSON.stringify(JSON.parse(historyToJSON(history))).replaceAll(projectFolder, '');
    writeFileSync(file, `${text}\n`);
    written += 1;
  }
  return written;
}
