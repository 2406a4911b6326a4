import type { MetricMeter } from '@temporalio/common';
import { queueLabels } from '../src/job/queue-label.ts';
import type { JobFigures } from './job-figures.ts';

/** Upper bounds of Multi-Blast's histograms, in the unit of each; the runtime has to be told at its start. */
export const figureBuckets: Record<string, number[]> = {
  queue_time: [0.1, 0.5, 1, 5, 10, 30, 60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 18_000],
  blast_command_time_millis: [50, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000],
};

/** Figures with Multi-Blast's names, beside those of Temporal's runtime. Counters of every queue are there from the start. */
export function createWorkerFigures(meter: MetricMeter): JobFigures {
  const successes = meter.createCounter('job_successes', 'jobs', 'Jobs that have completed, by queue.');
  const failures = meter.createCounter('job_failures', 'jobs', 'Jobs that have failed, by queue.');
  for (const queue of queueLabels) for (const counter of [successes, failures]) counter.add(0, { queue });
  const queueTime = meter.createHistogram(
    'queue_time',
    'float',
    's',
    'Seconds from the start of a run to its first step, by queue.',
  );
  const commandTime = meter.createHistogram(
    'blast_command_time_millis',
    'float',
    'ms',
    'Milliseconds that one BLAST+ command took, by program.',
  );
  return {
    waited: (queue, seconds) => {
      queueTime.record(seconds, { queue });
    },
    succeeded: (queue) => {
      successes.add(1, { queue });
    },
    failed: (queue) => {
      failures.add(1, { queue });
    },
    commandRan: ({ tool, wallMs }) => {
      commandTime.record(wallMs, { blast_tool: tool });
    },
  };
}
