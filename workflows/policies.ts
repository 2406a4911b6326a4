import type { ActivityOptions } from '@temporalio/workflow';
import { queues } from '../src/job/queues.ts';

/** Retried for as long as the run lives. */
const short = {
  startToCloseTimeout: '30s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' },
} as const;

/**
 * Timeouts and retries per class of activity. Failures that must not be retried say so themselves (the code's rule in
 * `src/errors`); everything else is retried until the class's limit, because a store or a server that is down comes back.
 */
export const policies = {
  /** Rows and small objects. A lost worker is noticed by its heartbeats. */
  records: { ...short, taskQueue: queues.io, heartbeatTimeout: '10s' },
  /** Rows as well, in the worker that runs the workflow and within the workflow's own task: what every run does first. */
  atOnce: short,
  /** One pass over stored bytes. */
  io: {
    taskQueue: queues.io,
    startToCloseTimeout: '6h',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
  },
  /**
   * One tool process. The limit counts lost workers and store outages too (about 25 minutes of them); how often a tool
   * itself may fail is decided where its exit status is known.
   */
  tools: {
    taskQueue: queues.tools,
    startToCloseTimeout: '24h',
    heartbeatTimeout: '10s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s', maximumAttempts: 30 },
  },
  /** Waiting for another job. */
  waits: {
    taskQueue: queues.waits,
    startToCloseTimeout: '7 days',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
  },
} as const satisfies Record<string, ActivityOptions>;
