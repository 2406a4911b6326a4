import { queueLabel, type QueueLabel } from '../src/job/queue-label.ts';
import type { JobRecord } from '../src/job/record.ts';
import type { ToolRun } from '../src/job/provenance.ts';
import type { JobMove } from '../src/usecases/update-job.ts';

/** What a worker tells operators about the jobs it works on, as Multi-Blast does. Each call counts one. */
export interface JobFigures {
  waited(queue: QueueLabel, seconds: number): void;
  succeeded(queue: QueueLabel): void;
  failed(queue: QueueLabel): void;
  commandRan(run: Pick<ToolRun, 'tool' | 'wallMs'>): void;
}

/**
 * Counts what a step did to a job's row. A step that is repeated after its effect did nothing and counts nothing; jobs
 * that are cancelled, and builds of databases, are in no figure.
 */
export function countMove(figures: JobFigures, { record, movedTo }: JobMove): void {
  const queue = queueLabel(record);
  if (queue === null) return;
  if (movedTo === 'running') figures.waited(queue, secondsQueued(record));
  if (movedTo === 'completed') figures.succeeded(queue);
  if (movedTo === 'failed') figures.failed(queue);
}

/** The start is told by Temporal's clock and the first step by ours, so the difference may come out below zero. */
function secondsQueued({ runStartedAt, startedAt, updatedAt }: JobRecord): number {
  return Math.max(0, (Date.parse(startedAt ?? updatedAt) - Date.parse(runStartedAt)) / 1000);
}
