import { PerformanceObserver } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Memory and garbage collection under Multi-Blast's names: V8's heap stands for the heap of the JVM. */
export function addProcessFigures(registry: Registry): void {
  for (const { name, help, bytes } of memory)
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(bytes(process.memoryUsage()));
        },
      }),
    );
  observeCollections(registry);
}

const memory = [
  {
    name: 'process_total_memory',
    help: "Bytes of V8's heap (heapTotal).",
    bytes: ({ heapTotal }: NodeJS.MemoryUsage) => heapTotal,
  },
  {
    name: 'process_free_memory',
    help: "Bytes of V8's heap that are not in use (heapTotal - heapUsed).",
    bytes: ({ heapTotal, heapUsed }: NodeJS.MemoryUsage) => heapTotal - heapUsed,
  },
  {
    name: 'process_active_memory',
    help: "Bytes of V8's heap that are in use (heapUsed).",
    bytes: ({ heapUsed }: NodeJS.MemoryUsage) => heapUsed,
  },
] as const;

/** Not taken from prom-client's histogram of collections: of several that are told at once it counts the first only. */
function observeCollections(registry: Registry): void {
  const registers = [registry];
  const count = new Counter({ name: 'gc_count', help: 'Garbage collections.', registers });
  const time = new Counter({ name: 'gc_time', help: 'Seconds in garbage collections.', registers });
  new PerformanceObserver((list) => {
    for (const { duration: ms } of list.getEntries()) {
      count.inc();
      time.inc(ms / 1000);
    }
  }).observe({ entryTypes: ['gc'] });
}
