import type { JobRecord } from './record.ts';

/** Multi-Blast's three queues, as its figures name them. Here they are labels: all jobs share the task queues. */
export const queueLabels = ['primary', 'secondary', 'report'] as const;
export type QueueLabel = (typeof queueLabels)[number];

/** A search of one sequence counts as a child, which is what children are. @returns `null` for a database build */
export function queueLabel({ kind, summary }: Pick<JobRecord, 'kind' | 'summary'>): QueueLabel | null {
  if (kind === 'database') return null;
  if (kind === 'report') return 'report';
  return summary.queryCount > 1 ? 'primary' : 'secondary';
}
