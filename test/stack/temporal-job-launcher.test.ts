import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { runCommand } from '../../deploy/embedded/run-command.ts';
import { ensureNamespace } from '../../deploy/embedded/temporal-namespace.ts';
import { ensureTemporal } from '../../deploy/embedded/tools/ensure-temporal.ts';
import {
  databaseAttribute,
  kindAttribute,
  programAttribute,
} from '../../src/adapters/temporal/search-attributes.ts';
import { createTemporalJobLauncher } from '../../src/adapters/temporal/temporal-job-launcher.ts';
import { defaultCacheDirectory } from '../../src/config/cache-directory.ts';
import { queues } from '../../src/job/queues.ts';
import type { JobStart, WorkflowAddress } from '../../src/ports/job-launcher.ts';
import { freePorts } from '../support/servers/free-ports.ts';
import { ServerProcess } from '../support/servers/server-process.ts';

const namespace = 'launcher';
const folder = mkdtempSync(join(tmpdir(), 'durablast-launcher-'));
let address: string;
let server: ServerProcess;
let connection: Connection;
let client: Client;
let launcher: ReturnType<typeof createTemporalJobLauncher>;

beforeAll(async () => {
  const cli = await ensureTemporal({
    configuredPath: process.env['DURABLAST_TEMPORAL_CLI'],
    cacheDirectory: defaultCacheDirectory(process.env),
    onProgress: () => undefined,
  });
  const [port] = await freePorts(1);
  address = `127.0.0.1:${String(port)}`;
  server = new ServerProcess({
    program: cli,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--headless',
      '--log-level',
      'error',
      '--db-filename',
      join(folder, 'temporal.db'),
    ],
    workingDirectory: folder,
    probe: () => ensureNamespace({ cli, address, namespace }, runCommand),
  });
  await server.start();
  connection = await Connection.connect({ address });
  client = new Client({ connection, namespace });
  launcher = createTemporalJobLauncher({ address, namespace });
}, 120_000);

afterAll(async () => {
  await launcher.close();
  await connection.close();
  await server.kill9();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

let jobs = 0;
function newJob(change: Partial<JobStart> = {}): JobStart {
  const jobId = (jobs += 1).toString(16).padStart(32, '0');
  return {
    kind: 'search',
    jobId,
    requestKey: `jobs/${jobId}/request.json`,
    priority: 2,
    fairnessKey: 'alice',
    summary: 'blastp: 1 sequence against proteins',
    searchAttributes: { program: 'blastp', databases: ['proteins', 'nr'] },
    ...change,
  };
}

/** COMMAND_TYPE_* of Temporal's API: what a worker answers a workflow task with. */
const commands = {
  complete: () => ({ commandType: 4, completeWorkflowExecutionCommandAttributes: {} }),
  fail: () => ({ commandType: 5, failWorkflowExecutionCommandAttributes: { failure: { message: 'no' } } }),
  cancel: () => ({ commandType: 7, cancelWorkflowExecutionCommandAttributes: {} }),
  continueAsNew: (job: JobStart) => ({
    commandType: 10,
    continueAsNewWorkflowExecutionCommandAttributes: {
      workflowType: { name: 'searchWorkflow' },
      taskQueue: { name: queues.workflows },
      initiator: 1,
      header: {},
      memo: {},
      searchAttributes: {},
      input: { payloads: [{ data: Buffer.from(JSON.stringify({ jobId: job.jobId })) }] },
    },
  }),
};

/** A worker by hand: takes the next workflow tasks until it has the one of this job, and answers it. */
async function answerTask(job: WorkflowAddress, command: object): Promise<void> {
  for (;;) {
    const task = await connection.withDeadline(Date.now() + 30_000, () =>
      connection.workflowService.pollWorkflowTaskQueue({
        namespace,
        taskQueue: { name: queues.workflows },
        identity: 'test',
      }),
    );
    if (task.workflowExecution?.workflowId !== `${job.kind}/${job.jobId}`) continue;
    await connection.workflowService.respondWorkflowTaskCompleted({
      namespace,
      taskToken: task.taskToken,
      identity: 'test',
      commands: [command],
    });
    return;
  }
}

describe('start', () => {
  it('starts the workflow of a job and tells its run', async () => {
    const job = newJob();
    const { started, run } = await launcher.start(job);
    expect(started).toBe(true);
    const described = await client.workflow.getHandle(`search/${job.jobId}`).describe();
    expect(run).toEqual({ runId: described.runId, startedAt: described.startTime.toISOString() });
    expect(described).toMatchObject({
      type: 'searchWorkflow',
      taskQueue: 'workflows',
      status: { name: 'RUNNING' },
    });
    expect(described.priority).toMatchObject({ priorityKey: 2, fairnessKey: 'alice' });
    expect(described.typedSearchAttributes.getAll()).toEqual(
      expect.arrayContaining([
        { key: kindAttribute, value: 'search' },
        { key: programAttribute, value: 'blastp' },
        { key: databaseAttribute, value: ['proteins', 'nr'] },
      ]),
    );
    expect(await described.staticSummary()).toBe(job.summary);
    const history = await client.workflow.getHandle(`search/${job.jobId}`).fetchHistory();
    const attributes = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    expect(JSON.parse(Buffer.from(attributes?.input?.payloads?.[0]?.data ?? []).toString())).toEqual({
      schemaVersion: 2,
      jobId: job.jobId,
      requestKey: job.requestKey,
      startedBy: 'alice',
    });
  });

  it.each([
    ['search', 'searchWorkflow'],
    ['report', 'reportWorkflow'],
    ['database', 'buildDatabaseWorkflow'],
  ] as const)('gives a %s its workflow: %s', async (kind, type) => {
    const job = newJob({ kind });
    await launcher.start(job);
    expect((await client.workflow.getHandle(`${kind}/${job.jobId}`).describe()).type).toBe(type);
  });

  it('attaches to the open run, which is the same one for everybody', async () => {
    const job = newJob();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => launcher.start(job)));
    expect(outcomes.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(outcomes.map(({ run }) => run.runId)).size).toBe(1);
    expect(new Set(outcomes.map(({ run }) => run.startedAt)).size).toBe(1);
  });

  it('starts a later run when the one before is closed, however it ended', async () => {
    const job = newJob();
    let before = (await launcher.start(job)).run;
    for (const command of [commands.complete(), commands.fail()]) {
      await answerTask(job, command);
      const { started, run } = await launcher.start(job);
      expect(started).toBe(true);
      expect(run.runId).not.toBe(before.runId);
      expect(Date.parse(run.startedAt)).toBeGreaterThan(Date.parse(before.startedAt));
      before = run;
    }
  });

  it('cuts what is too long for the server, at a character', async () => {
    const job = newJob({ summary: '\u{1f9ec}'.repeat(100), fairnessKey: '\u00e9'.repeat(100) });
    await launcher.start(job);
    const described = await client.workflow.getHandle(`search/${job.jobId}`).describe();
    expect(await described.staticSummary()).toBe('\u{1f9ec}'.repeat(50));
    expect(described.priority?.fairnessKey).toBe('\u00e9'.repeat(32));
  });
});

describe('describe', () => {
  it('knows nothing of a job that was never started, and nothing of a run that never was', async () => {
    expect(await launcher.describe(newJob())).toBeUndefined();
    const job = newJob();
    await launcher.start(job);
    expect(await launcher.describe(job, 'ffffffff-ffff-4fff-bfff-ffffffffffff')).toBeUndefined();
  });

  it.each([
    ['completed', (job: JobStart) => answerTask(job, commands.complete())],
    ['failed', (job: JobStart) => answerTask(job, commands.fail())],
    [
      'terminated',
      async (job: JobStart) => {
        await client.workflow.getHandle(`search/${job.jobId}`).terminate();
      },
    ],
    [
      'cancelled',
      async (job: JobStart) => {
        await client.workflow.getHandle(`search/${job.jobId}`).cancel();
        await answerTask(job, commands.cancel());
      },
    ],
    ['running', () => Promise.resolve()],
  ])('says %s', async (status, end) => {
    const job = newJob();
    const { run } = await launcher.start(job);
    await end(job);
    expect(await launcher.describe(job)).toEqual({ ...run, status });
    expect(await launcher.describe(job, run.runId)).toEqual({ ...run, status });
  });

  it('tells an older run from the newest', async () => {
    const job = newJob();
    const { run: first } = await launcher.start(job);
    await answerTask(job, commands.fail());
    const { run: second } = await launcher.start(job);
    expect(await launcher.describe(job, first.runId)).toEqual({ ...first, status: 'failed' });
    expect(await launcher.describe(job)).toEqual({ ...second, status: 'running' });
  });

  it('takes a chain of continued runs for one run, known by its first', async () => {
    const job = newJob();
    const { run } = await launcher.start(job);
    await answerTask(job, commands.continueAsNew(job));
    await answerTask(job, commands.continueAsNew(job));
    expect(await launcher.describe(job)).toEqual({ ...run, status: 'running' });
    expect(await launcher.describe(job, run.runId)).toEqual({ ...run, status: 'running' });
    expect(await launcher.start(job)).toEqual({ started: false, run });
    await answerTask(job, commands.complete());
    expect(await launcher.describe(job, run.runId)).toEqual({ ...run, status: 'completed' });
  });

  it('does not take a later chain for the one that was asked for', async () => {
    const job = newJob();
    const { run } = await launcher.start(job);
    await answerTask(job, commands.continueAsNew(job));
    await answerTask(job, commands.complete());
    const { run: later } = await launcher.start(job);
    expect(await launcher.describe(job, run.runId)).toEqual({ ...run, status: 'terminated' });
    expect(await launcher.describe(job)).toEqual({ ...later, status: 'running' });
  });
});

describe('cancel', () => {
  const isAsked = async (job: JobStart): Promise<boolean> => {
    const { events } = await client.workflow.getHandle(`search/${job.jobId}`).fetchHistory();
    return (events ?? []).some((event) => Boolean(event.workflowExecutionCancelRequestedEventAttributes));
  };

  it('asks the open run', async () => {
    const job = newJob();
    const { run } = await launcher.start(job);
    await launcher.cancel(job, run.runId);
    await launcher.cancel(job, run.runId);
    expect(await isAsked(job)).toBe(true);
  });

  it('asks the newest of a chain by its first', async () => {
    const job = newJob();
    const { run } = await launcher.start(job);
    await answerTask(job, commands.continueAsNew(job));
    await launcher.cancel(job, run.runId);
    expect(await isAsked(job)).toBe(true);
  });

  it('is no error for a run that is closed, or was never there, and spares the run after it', async () => {
    const job = newJob();
    await launcher.cancel(job, 'ffffffff-ffff-4fff-bfff-ffffffffffff');
    const { run } = await launcher.start(job);
    await answerTask(job, commands.complete());
    await launcher.cancel(job, run.runId);
    await launcher.start(job);
    await launcher.cancel(job, run.runId);
    expect(await isAsked(job)).toBe(false);
  });
});

describe('a server that cannot do what it is asked', () => {
  it('is no server that is down: a namespace that does not exist', async () => {
    const stray = createTemporalJobLauncher({ address, namespace: 'no-such-namespace' });
    try {
      for (const call of [() => stray.start(newJob()), () => stray.describe(newJob())]) {
        const failure: unknown = await call().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
      }
    } finally {
      await stray.close();
    }
  });

  it('is no server that is down: an argument that it refuses', async () => {
    const failure: unknown = await launcher
      .start(newJob({ jobId: 'x'.repeat(2_000) }))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  });
});

describe('a server that is down', () => {
  it('is said to be so, whatever it is asked, and answers again when it is back', async () => {
    const job = newJob();
    await launcher.start(job);
    await server.kill9();
    const calls = [
      () => launcher.start(job),
      () => launcher.cancel(job, 'ffffffff-ffff-4fff-bfff-ffffffffffff'),
      () => launcher.describe(job),
      () => launcher.ping(),
    ];
    const failures = await Promise.all(calls.map((call) => call().catch((error: unknown) => error)));
    for (const failure of failures) expect(failure).toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });

    await server.start();
    await expect(launcher.ping()).resolves.toBeUndefined();
    expect(await launcher.start(job)).toMatchObject({ started: false });
  }, 60_000);
});
