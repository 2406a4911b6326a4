import { setTimeout as after } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import { queueLabels } from '../../src/job/queue-label.ts';
import { countQueued } from '../../src/usecases/count-queued.ts';
import type { Platform } from '../../src/usecases/platform.ts';

export interface QueueFiguresDeps extends Pick<Platform, 'documents'> {
  /** How long a scrape waits for the document store; default 2,000. */
  readonly patienceMs?: number;
}

/** `queued_jobs`, counted in the document store at each scrape; left out where the store does not answer in time. */
export function addQueueFigures(
  registry: Registry,
  { documents, patienceMs = 2_000 }: QueueFiguresDeps,
): void {
  const gauge = new Gauge({
    name: 'queued_jobs',
    help: 'Jobs that wait for the first step of their run, by queue.',
    labelNames: ['queue'],
    registers: [],
    async collect() {
      const counts = await Promise.race([
        countQueued({ documents }).catch(() => undefined),
        after(patienceMs, undefined, { ref: false }),
      ]);
      this.reset();
      if (counts) for (const queue of queueLabels) this.set({ queue }, counts[queue]);
    },
  });
  registry.registerMetric(gauge);
}
