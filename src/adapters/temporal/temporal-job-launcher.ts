import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { PlatformError } from '../../errors/index.ts';
import type { JobInput } from '../../job/contract.ts';
import { queues } from '../../job/queues.ts';
import type {
  JobLauncher,
  JobStart,
  Run,
  RunDescription,
  WorkflowAddress,
} from '../../ports/job-launcher.ts';
import { databaseAttribute, kindAttribute, programAttribute } from './search-attributes.ts';
import { addressOf, workflowIdOf, workflowTypes } from './workflow-names.ts';

/** A start or a look answers within this or the server counts as down; the caller may repeat it safely. */
const rpcTimeoutMs = 5_000;

/** Longest pause between two attempts of a call: so much later than its deadline a call may end. */
const retryIntervalMs = 250;

/** Backstop against a run that nothing else ends; no longer than the namespace remembers workflows. */
const longestRun = '30 days';

const ourWorkflows = `WorkflowType IN (${Object.values(workflowTypes)
  .map((type) => `'${type}'`)
  .join(', ')})`;

/** JobLauncher over Temporal. Connects on first use and again whenever the server comes back. */
export function createTemporalJobLauncher(options: { address: string; namespace: string }): JobLauncher & {
  close(): Promise<void>;
} {
  const connection = Connection.lazy({
    address: options.address,
    // gRPC's own limit is two minutes: so long would a server that is back still count as down.
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': retryIntervalMs,
      'grpc.max_reconnect_backoff_ms': 1_000,
    },
    // The SDK's own pause grows to 5 s and may begin just before the deadline.
    interceptors: [
      makeGrpcRetryInterceptor(
        defaultGrpcRetryOptions({ maxIntervalMs: () => retryIntervalMs, maxAttempts: 50 }),
      ),
    ],
  });
  const client = new Client({ connection, namespace: options.namespace });
  const call = <T>(work: () => Promise<T>): Promise<T> =>
    connection.withDeadline(Date.now() + rpcTimeoutMs, work).catch(toUnavailable);

  return {
    async start(job) {
      const started = await call(() => startWorkflow(client, job));
      const run = await call(() => describeRun(client, job, started));
      if (!run)
        throw new PlatformError(
          'TEMPORAL_UNAVAILABLE',
          'The workflow server lost sight of the job. Try again.',
        );
      return { started: started !== undefined, run: { runId: run.runId, startedAt: run.startedAt } };
    },
    async cancel(job, runId) {
      await call(async () => {
        const handle = client.workflow.getHandle(workflowIdOf(job), undefined, {
          firstExecutionRunId: runId,
        });
        await handle.cancel().catch(ignoreNotFound);
      });
    },
    describe: (job, runId) => call(() => describeRun(client, job, runId)),
    list: () => listJobs(client, call),
    ping: () =>
      call(async () => {
        await connection.healthService.check({});
      }),
    close: () => connection.close(),
  };
}

async function* listJobs(
  client: Client,
  call: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<WorkflowAddress> {
  const found = client.workflow.list({ query: ourWorkflows })[Symbol.asyncIterator]();
  for (;;) {
    const next = await call(() => found.next());
    if (next.done === true) return;
    const address = addressOf(next.value.workflowId);
    if (address) yield address;
  }
}

/** @returns the new run's id, or `undefined` when a run of this job is open already */
async function startWorkflow(client: Client, job: JobStart): Promise<string | undefined> {
  try {
    const handle = await client.workflow.start(workflowTypes[job.kind], {
      workflowId: workflowIdOf(job),
      taskQueue: queues.workflows,
      args: [inputOf(job)],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowExecutionTimeout: longestRun,
      staticSummary: clip(job.summary, 200),
      priority: { priorityKey: job.priority, fairnessKey: clip(job.fairnessKey, 64) },
      typedSearchAttributes: [
        { key: kindAttribute, value: job.kind },
        { key: programAttribute, value: job.searchAttributes.program },
        { key: databaseAttribute, value: [...job.searchAttributes.databases] },
      ],
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}

function inputOf({ jobId, requestKey, fairnessKey }: JobStart): JobInput {
  return { schemaVersion: 2, jobId, requestKey, startedBy: fairnessKey };
}

async function describeRun(
  client: Client,
  job: WorkflowAddress,
  runId?: string,
): Promise<RunDescription | undefined> {
  const asked = await describeExecution(client, job, runId);
  if (!asked) return undefined;
  const run = await firstOfChain(client, job, asked);
  if (asked.status.name !== 'CONTINUED_AS_NEW')
    return { ...run, status: statusNames[asked.status.name] ?? 'running' };
  const latest = await describeExecution(client, job);
  // Another chain has this workflow id by now, so the one that was asked for has ended, nobody can say how.
  if (!latest || firstRunIdOf(latest) !== run.runId) return { ...run, status: 'terminated' };
  return { ...run, status: statusNames[latest.status.name] ?? 'running' };
}

/** A job that continued as new is one run to us: it is known by the id and the start of the chain's first run. */
async function firstOfChain(
  client: Client,
  job: WorkflowAddress,
  one: WorkflowExecutionDescription,
): Promise<Run> {
  const runId = firstRunIdOf(one);
  const first = runId === one.runId ? one : ((await describeExecution(client, job, runId)) ?? one);
  return { runId, startedAt: first.startTime.toISOString() };
}

function firstRunIdOf(one: WorkflowExecutionDescription): string {
  const first = one.raw.workflowExecutionInfo?.firstRunId;
  return first === undefined || first === null || first === '' ? one.runId : first;
}

async function describeExecution(
  client: Client,
  job: WorkflowAddress,
  runId?: string,
): Promise<WorkflowExecutionDescription | undefined> {
  return client.workflow.getHandle(workflowIdOf(job), runId).describe().catch(ignoreNotFound);
}

const statusNames: Readonly<Record<string, RunDescription['status']>> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
};

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof WorkflowNotFoundError) return undefined;
  throw error;
}

/**
 * gRPC status codes that pass by themselves: CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED,
 * INTERNAL, UNAVAILABLE, DATA_LOSS. Everything else says that we ask for something wrong, and no waiting helps.
 */
const passing: readonly number[] = [1, 2, 4, 8, 10, 13, 14, 15];

function toUnavailable(error: unknown): never {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause) || !passing.includes(cause.code)) throw error;
  throw new PlatformError('TEMPORAL_UNAVAILABLE', 'The workflow server does not answer. Try again shortly.', {
    cause: error,
  });
}

/** Cuts text to a number of UTF-8 bytes, at a character. */
function clip(text: string, maxBytes: number): string {
  let clipped = text;
  while (Buffer.byteLength(clipped) > maxBytes) clipped = clipped.slice(0, -1);
  return clipped;
}
