import { Counter, Histogram, type Registry } from 'prom-client';
import type { ApiMetrics } from './metrics.ts';

/** Requests under the names, labels and buckets of Multi-Blast. */
export function createRequestFigures(registry: Registry): ApiMetrics['observeRequest'] {
  const total = new Counter({
    name: 'http_total_requests',
    help: 'HTTP requests, by path, method and status.',
    labelNames: ['path', 'method', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration',
    help: 'Seconds to answer HTTP requests, by path and method.',
    labelNames: ['path', 'method'],
    buckets: [0.005, 0.01, 0.1, 0.5, 1, 5, 10],
    registers: [registry],
  });
  return (method, route, status, seconds) => {
    const path = pathLabel(route);
    total.inc({ path, method, status: String(status) });
    duration.observe({ path, method }, seconds);
  };
}

/** A route as the API description writes it; whatever no route is for is one path, so that callers cannot add any. */
function pathLabel(route: string): string {
  return route === '' || route.endsWith('*') ? 'unknown' : route.replace(/:(\w+)/g, '{$1}');
}
